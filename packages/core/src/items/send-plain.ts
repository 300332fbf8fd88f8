import { asciiJson } from '../base/ascii-json';
import type { Zone } from '../stages/zones';
import type { Channel } from './channel';

interface PlainItem {
  readonly type: string;
  readonly zone: Zone;
  /** By which servers know an item that comes twice. */
  readonly id: string;
}

/** Takes in, gates and sends what no hook has to see; answers whether it was taken. */
export const sendPlain = (channel: Channel, wire: object, { type, zone, id }: PlainItem): boolean => {
  const item = channel.takeIn(() => ({ header: { type, content_type: 'application/json' }, payload: asciiJson(channel.gate(wire, zone)) }));
  if (item) channel.send(item, { id });
  return item !== undefined;
};
