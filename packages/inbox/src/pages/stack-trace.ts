import type { Event, Exception, StackFrame } from '@tocsin/core/wire';
import { html } from 'hono/html';
import { functionNameOf } from '../event/headline';
import { plainText } from '../event/plain-text';
import { factTable, valueText } from './facts';
import type { Html } from './layout';

/** Frames of one error that are drawn; the rest is in the stored event. */
const MAX_FRAMES = 100;

const placeOf = ({ filename, abs_path, module, lineno, colno }: StackFrame): string =>
  plainText([filename ?? abs_path ?? module ?? '(unknown file)', lineno, colno].filter((part) => part !== undefined).join(':'));

const sourceLine = (text: string, number: number | undefined, hit: boolean): Html =>
  html`<li class="${hit ? 'hit' : ''}"><span class="number">${number ?? ''}</span><code>${plainText(text)}</code></li>`;

/** The lines around the call, numbered from the call's own line. */
const sourceLines = ({ lineno, pre_context = [], context_line, post_context = [] }: StackFrame): Html | '' => {
  if (context_line === undefined) return '';
  const numberAt = (offset: number): number | undefined => (lineno === undefined ? undefined : lineno + offset);
  return html`<ol class="source">
${pre_context.map((text, index) => sourceLine(text, numberAt(index - pre_context.length), false))}
${sourceLine(context_line, numberAt(0), true)}
${post_context.map((text, index) => sourceLine(text, numberAt(index + 1), false))}
</ol>`;
};

const variables = ({ vars = {} }: StackFrame): Html | '' =>
  Object.keys(vars).length === 0 ? '' : html`<h4>Variables</h4>${factTable('Variables', vars)}`;

const frameLine = (frame: StackFrame): Html =>
  html`<span class="function mono">${plainText(functionNameOf(frame) ?? '(anonymous)')}</span> <span class="quiet">in</span> <span class="mono">${placeOf(frame)}</span>${frame.in_app === true ? html` <span class="app">app</span>` : ''}`;

const frameItem = (frame: StackFrame, open: boolean): Html => {
  const details = [sourceLines(frame), variables(frame)];
  const inside = details.some((part) => part !== '')
    ? html`<details${open ? html` open` : ''}><summary>${frameLine(frame)}</summary>${details}</details>`
    : frameLine(frame);
  return html`<li class="frame ${frame.in_app === true ? 'own' : 'other'}">${inside}</li>`;
};

/** Neighbours that are all the app's own or all not. */
interface Run {
  readonly own: boolean;
  readonly frames: readonly StackFrame[];
}

const runsOf = (frames: readonly StackFrame[], isOwn: (frame: StackFrame) => boolean): readonly Run[] =>
  frames.reduce<readonly Run[]>((runs, frame) => {
    const last = runs.at(-1);
    const own = isOwn(frame);
    return last?.own === own ? [...runs.slice(0, -1), { own, frames: [...last.frames, frame] }] : [...runs, { own, frames: [frame] }];
  }, []);

const otherRun = (frames: readonly StackFrame[]): Html => {
  if (frames.length === 1) return html`${frames.map((frame) => frameItem(frame, false))}`;
  return html`<li class="frame other"><details><summary>${frames.length} calls outside the app</summary><ol class="frames">${frames.map((frame) => frameItem(frame, false))}</ol></details></li>`;
};

/** Latest call first. The app's own frames stand out; runs of others fold away, unless there is nothing else to see. */
const frameList = (wireFrames: readonly StackFrame[]): Html => {
  const frames = wireFrames.slice(-MAX_FRAMES).toReversed();
  const marked = frames.some((frame) => frame.in_app === true);
  const first = frames.find((frame) => !marked || frame.in_app === true);
  const runs = runsOf(frames, (frame) => !marked || frame.in_app === true);
  const hidden = wireFrames.length - frames.length;
  return html`<ol class="frames">
${runs.map((run) => (run.own ? run.frames.map((frame) => frameItem(frame, frame === first)) : otherRun(run.frames)))}
${hidden > 0 ? html`<li class="quiet">and ${hidden} earlier calls</li>` : ''}
</ol>`;
};

/** Whether the app knew, in words, and what noticed the error when that was not the app itself. */
const howCaught = ({ mechanism }: Exception): Html | '' => {
  // A cause shares the fate of the error above it.
  if (!mechanism || mechanism.type === 'chained') return '';
  const { handled, type } = mechanism;
  if (handled === undefined && type === 'generic') return '';
  const fate = handled === undefined ? '' : handled ? 'Caught by the app. ' : 'Not caught by the app. ';
  // `generic` is what SDKs say when the app itself called them, or when they do not know.
  const through = type === 'generic' ? '' : html`Noticed by <code>${plainText(type)}</code>.`;
  return html`<p class="quiet">${fate}${through}</p>`;
};

const chainLink = (exception: Exception, index: number): Html => html`<section class="chain">
<h3>${index === 0 ? '' : html`<span class="quiet">caused by</span> `}${plainText(exception.type ?? 'Error')}</h3>
${exception.value === undefined ? '' : html`<p class="value mono">${valueText(exception.value)}</p>`}
${howCaught(exception)}
${exception.stacktrace ? frameList(exception.stacktrace.frames) : html`<p class="quiet">No stack trace was sent.</p>`}
</section>`;

/** The error that was thrown, then what caused it. The wire has them the other way round. */
export const stackTrace = (event: Event): Html | '' => {
  const exceptions = event.exception?.values ?? [];
  if (exceptions.length === 0) return '';
  return html`<h2>What was thrown</h2><div class="card">${exceptions.toReversed().map(chainLink)}</div>`;
};
