/** What the dialog says. An app can give any of these itself; the field's names, and ours for the hash. */
export interface ReportDialogTexts {
  readonly title: string;
  readonly subtitle: string;
  /** A second sentence below the subtitle. */
  readonly subtitle2: string;
  readonly labelName: string;
  readonly labelEmail: string;
  readonly labelComments: string;
  readonly labelSubmit: string;
  readonly labelClose: string;
  /** Before the error hash. */
  readonly labelHash: string;
  readonly labelCopy: string;
  /** Said once the hash is in the clipboard. */
  readonly copied: string;
  /** Said once the server has the report, or has not answered for five seconds: it is sent when it can be. */
  readonly successMessage: string;
  /** Said when the server, or the app, will not have it. */
  readonly errorGeneric: string;
  /** Said when there is nothing to send. */
  readonly errorFormEntry: string;
}

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl'];

/** In the order of {@link LANGUAGES}. */
const TEXTS: Readonly<Record<keyof ReportDialogTexts, readonly string[]>> = {
  title: [
    'Something went wrong',
    'Da ist etwas schiefgegangen',
    'Une erreur est survenue',
    'Algo ha salido mal',
    'Qualcosa è andato storto',
    'Er is iets misgegaan',
  ],
  subtitle: [
    'The error has been recorded.',
    'Der Fehler wurde aufgezeichnet.',
    'L’erreur a été enregistrée.',
    'El error ha quedado registrado.',
    'L’errore è stato registrato.',
    'De fout is vastgelegd.',
  ],
  subtitle2: [
    'A few words about what you were doing help us to find the cause.',
    'Ein paar Worte dazu, was Sie gerade getan haben, helfen uns, die Ursache zu finden.',
    'Quelques mots sur ce que vous faisiez nous aident à en trouver la cause.',
    'Unas palabras sobre lo que estaba haciendo nos ayudan a encontrar la causa.',
    'Qualche parola su ciò che stava facendo ci aiuta a trovarne la causa.',
    'Een paar woorden over wat u aan het doen was helpen ons de oorzaak te vinden.',
  ],
  labelName: [
    'Name (optional)',
    'Name (freiwillig)',
    'Nom (facultatif)',
    'Nombre (opcional)',
    'Nome (facoltativo)',
    'Naam (optioneel)',
  ],
  labelEmail: [
    'E-mail (optional)',
    'E-Mail (freiwillig)',
    'E-mail (facultatif)',
    'Correo electrónico (opcional)',
    'E-mail (facoltativa)',
    'E-mail (optioneel)',
  ],
  labelComments: [
    'What happened?',
    'Was ist passiert?',
    'Que s’est-il passé ?',
    '¿Qué ha pasado?',
    'Che cosa è successo?',
    'Wat is er gebeurd?',
  ],
  labelSubmit: [
    'Send report',
    'Bericht senden',
    'Envoyer le rapport',
    'Enviar informe',
    'Invia segnalazione',
    'Melding versturen',
  ],
  labelClose: [
    'Close',
    'Schließen',
    'Fermer',
    'Cerrar',
    'Chiudi',
    'Sluiten',
  ],
  labelHash: [
    'Error hash',
    'Fehlercode',
    'Code d’erreur',
    'Código de error',
    'Codice di errore',
    'Foutcode',
  ],
  labelCopy: [
    'Copy',
    'Kopieren',
    'Copier',
    'Copiar',
    'Copia',
    'Kopiëren',
  ],
  copied: [
    'Copied.',
    'Kopiert.',
    'Copié.',
    'Copiado.',
    'Copiato.',
    'Gekopieerd.',
  ],
  successMessage: [
    'Thank you. Your report is on its way.',
    'Vielen Dank. Ihr Bericht ist unterwegs.',
    'Merci. Votre rapport est en route.',
    'Gracias. Su informe está en camino.',
    'Grazie. La sua segnalazione è in viaggio.',
    'Bedankt. Uw melding is onderweg.',
  ],
  errorGeneric: [
    'The report could not be sent. Please try again.',
    'Der Bericht konnte nicht gesendet werden. Bitte versuchen Sie es noch einmal.',
    'Le rapport n’a pas pu être envoyé. Veuillez réessayer.',
    'No se ha podido enviar el informe. Inténtelo de nuevo.',
    'Non è stato possibile inviare la segnalazione. Riprovi.',
    'De melding kon niet worden verstuurd. Probeer het nog eens.',
  ],
  errorFormEntry: [
    'Please tell us what happened.',
    'Bitte sagen Sie uns, was passiert ist.',
    'Dites-nous ce qui s’est passé.',
    'Cuéntenos qué ha pasado.',
    'Ci dica che cosa è successo.',
    'Vertel ons wat er is gebeurd.',
  ],
};

/** The language of the first tag that we speak (`de-AT` is German), else English; with the texts in it. */
export const textsFor = (tags: readonly unknown[]): { readonly lang: string; readonly texts: ReportDialogTexts } => {
  const lang = tags.map((tag) => String(tag).toLowerCase().split('-')[0] ?? '').find((tag) => LANGUAGES.includes(tag)) ?? 'en';
  const texts = Object.entries(TEXTS).map(([name, all]) => [name, all[LANGUAGES.indexOf(lang)]]);
  return { lang, texts: Object.fromEntries(texts) };
};
