import { element } from './element';
import { hashLine } from './hash-line';
import { createHost, joinOpen, place } from './host';
import type { ReportDialogTexts } from './texts';

/** What one dialog shows, decided before it opens. */
export interface DialogContent {
  readonly lang: string;
  readonly texts: ReportDialogTexts;
  /** The error hash of the event that the report is about, when it may be shown. */
  readonly hash: string | undefined;
  /** What stands in the fields at first. */
  readonly name: string;
  readonly email: string;
  /** Sends the report; says whether it is on its way, or nobody will have it. */
  readonly send: (said: Said) => Promise<boolean>;
  readonly onClose: () => void;
}

/** What the visitor has said. */
export interface Said {
  readonly message: string;
  readonly name: string | undefined;
  readonly email: string | undefined;
}

/** Longer names and addresses than any real one. */
const MAX_FIELD_LENGTH = 200;

/** What servers keep of a message. */
const MAX_MESSAGE_LENGTH = 4096;

/** To the page, what is typed here comes from an element that is no field: it would take it for its shortcuts. */
const keep = (event: globalThis.Event): void => event.stopPropagation();

/** Opens the dialog above the page, unless there is one. The browser's own modal dialog keeps focus inside, closes by Escape and gives focus back. */
export const openReportDialog = (content: DialogContent): void => {
  if (joinOpen(content.onClose)) return;
  const { lang, texts, hash } = content;
  const { host, root } = createHost();
  const status = element('p', { role: 'status' });
  const say = (text: string): void => void (status.textContent = text);
  const close = (): void => dialog.close();
  const closeButton = element('button', { type: 'button', click: close }, texts.labelClose);
  const head: readonly Node[] = [
    element('h2', { id: 'title' }, texts.title),
    element('p', { id: 'subtitle' }, [texts.subtitle, texts.subtitle2].filter(Boolean).join(' ')),
    ...(hash === undefined ? [] : [hashLine(hash, texts, say)]),
  ];
  const onTaken = (): void => {
    form.replaceWith(closeButton);
    closeButton.focus();
  };
  const form = reportForm(content, { say, onTaken }, closeButton);
  const dialog = element(
    'dialog',
    {
      lang,
      dir: 'auto',
      'aria-labelledby': 'title',
      'aria-describedby': 'subtitle',
      keydown: keep,
      keypress: keep,
      keyup: keep,
      close: () => {
        remove();
        content.onClose();
      },
    },
    ...head,
    form,
    status,
  );
  root.append(dialog);
  const remove = place(host);
  dialog.showModal();
};

interface FormEnds {
  readonly say: (text: string) => void;
  readonly onTaken: () => void;
}

const reportForm = ({ texts, name, email, send }: DialogContent, { say, onTaken }: FormEnds, closeButton: HTMLButtonElement): HTMLFormElement => {
  const field = (type: string, autocomplete: string, value: string) => element('input', { type, autocomplete, value, maxlength: String(MAX_FIELD_LENGTH) });
  const person = field('text', 'name', name);
  const address = field('email', 'email', email);
  const message = element('textarea', { required: '', autofocus: '', maxlength: String(MAX_MESSAGE_LENGTH) });

  let isSending = false;

  const submit = async (): Promise<void> => {
    const isEmpty = message.value.trim() === '';
    message.setAttribute('aria-invalid', String(isEmpty));
    if (isEmpty) {
      say(texts.errorFormEntry);
      message.focus();
      return;
    }
    if (isSending) return;
    isSending = true;
    say(`${texts.labelSubmit} …`);
    const isOnItsWay = await send({ message: message.value, name: person.value || undefined, email: address.value || undefined });
    isSending = false;
    if (isOnItsWay) onTaken();
    say(isOnItsWay ? texts.successMessage : texts.errorGeneric);
  };
  const onSubmit = (event: globalThis.Event): void => {
    event.preventDefault();
    void submit();
  };

  return element(
    'form',
    { novalidate: '', submit: onSubmit },
    element('label', {}, texts.labelName, person),
    element('label', {}, texts.labelEmail, address),
    element('label', {}, texts.labelComments, message),
    element('div', { class: 'actions' }, element('button', { type: 'submit' }, texts.labelSubmit), closeButton),
  );
};
