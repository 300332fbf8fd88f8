import type { Event } from '../event/event';

/** What stands for an event that is finished when it leaves the queue; see `postpone`. */
export interface Late {
  /** Bytes that it holds meanwhile, about. */
  readonly weight: number;
  /** The event as an item of an envelope, which is finished and written when its payload is read. */
  item<Header>(header: Header, write: (event: Event) => string): { readonly header: Header; readonly payload: string; readonly isAscii: true };
}

/** Makes the event of what was collected for it. What is taken out of it is told the first time alone. */
export type Finish<Material> = (material: Material, isFirst: boolean) => Event;

/**
 * Made anew each time it is read: few events are read twice (into the spool, then to the server), and a
 * finished one takes more room than what it is made of. Classes, because thousands wait: an object that
 * has a getter of its own takes three times the memory.
 */
export class LateEvent<Material> implements Late {
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
