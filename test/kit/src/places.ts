import type { Event } from '@tocsin/core';

/** Every place of an event that an app, an integration or a hook can put text into. */
export const placesOf = (text: string): Partial<Event> => ({
  message: text,
  transaction: text,
  logger: text,
  server_name: text,
  fingerprint: [text],
  logentry: { message: text, params: [text], formatted: text },
  exception: {
    values: [
      {
        type: text,
        value: text,
        mechanism: { type: 'generic', data: { note: text } },
        stacktrace: { frames: [{ filename: `app.js?x=1&${text}`, function: 'f', context_line: text, pre_context: ['', text], post_context: [text], vars: { local: text, deep: { list: [text] } } }] },
      },
    ],
  },
  breadcrumbs: { values: [{ message: text, category: text, data: { url: text, nested: { said: text } } }] },
  request: { url: text, query_string: text, data: { body: text }, headers: { referer: text }, cookies: { seen: text }, env: { SOMETHING: text } },
  user: { id: '1', note: text },
  tags: { note: text },
  extra: { note: text, list: [text], map: new Map([['inner', text]]), error: new Error(text), [text]: 1 },
  contexts: { mine: { note: text, deep: { deeper: text } } },
});
