/** Name of our functions that stand between the browser and the app's: frames of that name are left out of stacks. */
export const OUR_FRAME = 'tocsinCalls';
