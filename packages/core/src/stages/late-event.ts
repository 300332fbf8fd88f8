import type { Event } from '../event/event';
import type { Due } from './due';

/** What makes an event of its material; and only the first time tells what was taken out of it. */
export type Finish<Material> = (material: Material, isFirst: boolean) => Event;

/**
 * Made anew each time: an event that is written into the spool, waits on, and is sent is few among many,
 * and what is finished takes more room than what it is made of. Classes, because thousands wait: an object
 * that has a getter of its own takes three times the memory.
 */
export class LateEvent<Material> implements Due {
  readonly weight: number;
  readonly #material;
  readonly #finish;
  #isFirst = true;

  constructor(weight: number, material: Material, finish: Finish<Material>) {
    this.weight = weight;
    this.#material = material;
    this.#finish = finish;
  }

  item<Header>(header: Header, write: (event: Event) => string): LateItem<Header> {
    return new LateItem(header, write, this);
  }

  read(): Event {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    return this.#finish(this.#material, isFirst);
  }
}

/** Such an event as an item of an envelope: its payload is written whenever it is read. */
class LateItem<Header> {
  readonly isAscii = true;
  readonly header: Header;
  readonly #write;
  readonly #event;

  constructor(header: Header, write: (event: Event) => string, event: Pick<LateEvent<unknown>, 'read'>) {
    this.header = header;
    this.#write = write;
    this.#event = event;
  }

  get payload(): string {
    return this.#write(this.#event.read());
  }
}
