import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { afterAll, beforeAll } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder } from './app-folder';

/** A folder to run apps in, and a server for what they send; there while tests run. */
export interface Harness {
  readonly folder: AppFolder;
  readonly intake: Intake;
}

/** Makes both before the tests around the call, and takes them away after them. */
export const useHarness = (): Harness => {
  let folder: AppFolder;
  let intake: Intake;
  beforeAll(async () => {
    folder = createAppFolder();
    intake = await startIntake();
  });
  afterAll(async () => {
    await intake.close();
    folder.remove();
  });
  return {
    get folder() {
      return folder;
    },
    get intake() {
      return intake;
    },
  };
};
