/** When the program's own turn is over; never, when it has ended. (An immediate would wait for the next thing that happens.) */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 1).unref());
