import type { Breadcrumb, BreadcrumbHint, Integration, Undo } from '@tocsin/core';
import { addBreadcrumb } from '@tocsin/core';
import { attemptOr, isObject, whileBound } from '@tocsin/core/platform';
import { around } from '../around';
import { describeElement } from '../element';
import { listen, together } from '../listen';
import { watchNavigation } from '../navigation';
import type { PageRequest, Watcher } from '../requests';
import { watchFetch, watchXhr } from '../requests';

/** What is remembered. All by default. */
export interface BreadcrumbsOptions {
  /** What the app writes to the console. Devtools then show our frame as the place of a line, unless they know it from a source map that it is to be ignored. */
  readonly console?: boolean | undefined;
  /** Clicks and input: which element, never a text. */
  readonly dom?: boolean | undefined;
  readonly fetch?: boolean | undefined;
  readonly xhr?: boolean | undefined;
  /** Navigation within the page. */
  readonly history?: boolean | undefined;
}

/** Input into the same element within so many milliseconds is one breadcrumb. */
const SAME_INPUT = 1000;

/** Characters of a text, or entries of a list, that are spelled out at most: to spell a list of millions would hold the page up. */
const MAX_SPELLED = 10_000;

type Add = (crumb: Breadcrumb, hint: BreadcrumbHint) => void;

const watchConsole = (add: Add): Undo => {
  let isSpelling = false;
  return together(
    (['debug', 'info', 'log', 'warn', 'error'] as const).map((name) => () =>
      around(console, name, (_, given) => {
        // A `toString` of the app's may itself write to the console: that of the same object, without an end.
        if (isSpelling) return;
        isSpelling = true;
        const [text = '', ...rest] = given.map((value) => attemptOr('[Unreadable]', () => String(Object(value).slice?.(0, MAX_SPELLED) ?? value)));
        isSpelling = false;
        const said = text.replace(/%[sdifoOc]/g, (place) => {
          const value = rest.shift() ?? place;
          return place === '%c' ? '' : value; // styles are not said
        });
        const message = [said, ...rest].join(' ');
        // A secret in a text is known by the label beside it (`token: …`). Where the message may hold a label, texts do not stand among the arguments as well, where they would have none.
        add({ category: 'console', level: name === 'log' ? 'info' : name === 'warn' ? 'warning' : name, message, data: { arguments: /[:=]/.test(message) ? given.filter(isObject) : given, logger: 'console' } }, { input: given, level: name });
      }),
    ),
  );
};

const watchDom = (add: Add): Undo => {
  let last: Event | undefined;
  // A throw in here would be the app's next uncaught error: a form's fields may hide what we read of the form.
  const onEvent = (event: Event): void => attemptOr(undefined, () => {
    const [target] = event.composedPath();
    const isSame = event.type === 'input' && last?.type === 'input' && last.target === event.target && event.timeStamp - last.timeStamp < SAME_INPUT;
    last = event;
    if (!isSame && target instanceof Element) add({ category: `ui.${event.type}`, message: describeElement(target) }, { event, name: event.type });
  });
  return listen(['input', 'click'], onEvent, true);
};

/** The query apart, as the wire wants it. */
const toCrumb = ({ kind, method, url }: PageRequest, status: number | undefined): Breadcrumb => {
  const [address, query] = url.split('?', 2);
  const level = status === undefined || status >= 500 ? 'error' : status >= 400 ? 'warning' : 'info';
  return { type: 'http', category: kind, level, data: { method, url: address, 'http.query': query, status_code: status } };
};

/** Remembers what has happened in the page before an error, as breadcrumbs: console, clicks and input, requests, navigation. */
export const breadcrumbsIntegration = (options?: BreadcrumbsOptions): Integration => ({
  name: 'Breadcrumbs',
  setup(client) {
    const add = whileBound(client, addBreadcrumb);
    const watcher: Watcher = { ended: (request, status) => add(toCrumb(request, status), Object(request)) };
    return together(
      {
        console: () => watchConsole(add),
        dom: () => watchDom(add),
        fetch: () => watchFetch(watcher),
        xhr: () => watchXhr(watcher),
        history: () => watchNavigation((from, to) => add({ type: 'navigation', category: 'navigation', data: { from, to } }, { from, to })),
      },
      options,
    );
  },
});
