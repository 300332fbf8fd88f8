import { renameSync, unlinkSync } from 'node:fs';
import { attempt } from '@tocsin/core/platform';
import type { Boxes } from './boxes';
import { codeOf } from '../code-of';
import { nextBreath } from '../next-turn';
import type { Order, Orders } from './orders';
import { toLine, writeNew } from './parcel-file';
import type { Shelf } from './shelf';

/** Where it is written. */
export interface WriteBehindOptions {
  readonly shelf: Shelf;
  readonly boxes: Boxes;
}

/** An order, and the line that it has become. */
type Written = readonly [order: Order, line: Buffer];

/**
 * Writes what waits behind the program's back, one box after the other: what is due in one turn of the event loop, or
 * while the disk is busy, goes into one. Answers with what starts it; `fail` hears what went wrong.
 */
export const createWriteBehind = (options: WriteBehindOptions, orders: Orders, fail: (problem: string) => void): (() => void) => {
  const { waiting } = orders;
  let isWorking = false;

  /** The newest first: what has waited longest is sent next, and then needs no file. */
  const pick = (): readonly Order[] => {
    const size = { count: 0, bytes: 0 };
    const picked: Order[] = [];
    for (const order of [...waiting].reverse()) {
      if (!options.boxes.hasPlace(size, order.bytes)) break;
      size.count = picked.push(order);
      size.bytes += order.bytes;
    }
    return picked.reverse();
  };
  const work = async (): Promise<void> => {
    do {
      await nextBreath();
      const picked = pick();
      try {
        if (picked.length > 0) await writeBox(options, picked, waiting);
      } catch (error) {
        options.shelf.distrust();
        const forsaken = picked.filter((order) => waiting.has(order));
        for (const { slot } of forsaken) slot.state = 'gone';
        if (forsaken.length > 0) fail(codeOf(error));
      }
      picked.forEach(orders.end);
    } while (waiting.size > 0);
    isWorking = false;
  };

  return () => {
    if (isWorking) return;
    isWorking = true;
    void work();
  };
};

const writeBox = async ({ shelf, boxes }: WriteBehindOptions, picked: readonly Order[], waiting: ReadonlySet<Order>): Promise<void> => {
  const written = picked.map((order): Written => [order, toLine(order.parcel)]);
  const text = Buffer.concat(written.map(([, line]) => line));
  const size = { count: written.length, bytes: text.length };
  const [{ stamp } = { stamp: shelf.stamp() }] = picked;
  const box = boxes.create({ name: shelf.add(stamp, size), ...size });
  const part = shelf.partAt(box.name);
  // What has reached its end meanwhile, or was written by a dying process, is not wanted here.
  const isWanted = (order: Order): boolean => waiting.has(order);
  let isThere = false;
  try {
    await writeNew(part, text);
    if (!picked.some(isWanted)) return;
    renameSync(part, shelf.heldAt(box.name));
    isThere = true;
  } finally {
    if (!isThere) {
      attempt(() => unlinkSync(part));
      shelf.remove(box.name);
    }
  }
  let at = 0;
  for (const [order, line] of written) {
    if (isWanted(order)) boxes.place(box, order.slot, at);
    at += line.length;
  }
  // When the others have their place: with the last one that has, the box would go.
  at = 0;
  for (const [order, line] of written) {
    if (!isWanted(order)) boxes.cross(box, at);
    at += line.length;
  }
};
