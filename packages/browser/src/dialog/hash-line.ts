import { element } from './element';
import type { ReportDialogTexts } from './texts';

/** The error hash, easy to read out and to copy. `say` tells a screen reader what came of it. */
export const hashLine = (hash: string, texts: ReportDialogTexts, say: (text: string) => void): HTMLElement => {
  const code = element('code', {}, hash);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(hash);
      say(texts.copied);
    } catch {
      // No permission, or no secure context: selected, it is one key away.
      getSelection()?.selectAllChildren(code);
    }
  };
  const button = element('button', { type: 'button', click: () => void copy() }, texts.labelCopy);
  return element('p', { class: 'hash' }, `${texts.labelHash}: `, code, button);
};
