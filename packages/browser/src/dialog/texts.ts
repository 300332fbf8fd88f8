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
  /** Said once the report was taken for delivery. */
  readonly successMessage: string;
  /** Said when it was not. */
  readonly errorGeneric: string;
  /** Said when there is nothing to send. */
  readonly errorFormEntry: string;
}

const en: ReportDialogTexts = {
  title: 'Something went wrong',
  subtitle: 'The error has been recorded.',
  subtitle2: 'A few words about what you were doing help us to find the cause.',
  labelName: 'Name (optional)',
  labelEmail: 'E-mail (optional)',
  labelComments: 'What happened?',
  labelSubmit: 'Send report',
  labelClose: 'Close',
  labelHash: 'Error code',
  labelCopy: 'Copy',
  copied: 'Copied.',
  successMessage: 'Thank you. Your report is on its way.',
  errorGeneric: 'The report could not be sent. Please try again.',
  errorFormEntry: 'Please tell us what happened.',
};

const de: ReportDialogTexts = {
  title: 'Da ist etwas schiefgegangen',
  subtitle: 'Der Fehler wurde aufgezeichnet.',
  subtitle2: 'Ein paar Worte dazu, was Sie gerade getan haben, helfen uns, die Ursache zu finden.',
  labelName: 'Name (freiwillig)',
  labelEmail: 'E-Mail (freiwillig)',
  labelComments: 'Was ist passiert?',
  labelSubmit: 'Bericht senden',
  labelClose: 'Schließen',
  labelHash: 'Fehlercode',
  labelCopy: 'Kopieren',
  copied: 'Kopiert.',
  successMessage: 'Vielen Dank. Ihr Bericht ist unterwegs.',
  errorGeneric: 'Der Bericht konnte nicht gesendet werden. Bitte versuchen Sie es noch einmal.',
  errorFormEntry: 'Bitte sagen Sie uns, was passiert ist.',
};

const fr: ReportDialogTexts = {
  title: 'Une erreur est survenue',
  subtitle: 'L’erreur a été enregistrée.',
  subtitle2: 'Quelques mots sur ce que vous faisiez nous aident à en trouver la cause.',
  labelName: 'Nom (facultatif)',
  labelEmail: 'E-mail (facultatif)',
  labelComments: 'Que s’est-il passé ?',
  labelSubmit: 'Envoyer le rapport',
  labelClose: 'Fermer',
  labelHash: 'Code d’erreur',
  labelCopy: 'Copier',
  copied: 'Copié.',
  successMessage: 'Merci. Votre rapport est en route.',
  errorGeneric: 'Le rapport n’a pas pu être envoyé. Veuillez réessayer.',
  errorFormEntry: 'Dites-nous ce qui s’est passé.',
};

const es: ReportDialogTexts = {
  title: 'Algo ha salido mal',
  subtitle: 'El error ha quedado registrado.',
  subtitle2: 'Unas palabras sobre lo que estaba haciendo nos ayudan a encontrar la causa.',
  labelName: 'Nombre (opcional)',
  labelEmail: 'Correo electrónico (opcional)',
  labelComments: '¿Qué ha pasado?',
  labelSubmit: 'Enviar informe',
  labelClose: 'Cerrar',
  labelHash: 'Código de error',
  labelCopy: 'Copiar',
  copied: 'Copiado.',
  successMessage: 'Gracias. Su informe está en camino.',
  errorGeneric: 'No se ha podido enviar el informe. Inténtelo de nuevo.',
  errorFormEntry: 'Cuéntenos qué ha pasado.',
};

const it: ReportDialogTexts = {
  title: 'Qualcosa è andato storto',
  subtitle: 'L’errore è stato registrato.',
  subtitle2: 'Qualche parola su ciò che stava facendo ci aiuta a trovarne la causa.',
  labelName: 'Nome (facoltativo)',
  labelEmail: 'E-mail (facoltativa)',
  labelComments: 'Che cosa è successo?',
  labelSubmit: 'Invia segnalazione',
  labelClose: 'Chiudi',
  labelHash: 'Codice di errore',
  labelCopy: 'Copia',
  copied: 'Copiato.',
  successMessage: 'Grazie. La sua segnalazione è in viaggio.',
  errorGeneric: 'Non è stato possibile inviare la segnalazione. Riprovi.',
  errorFormEntry: 'Ci dica che cosa è successo.',
};

const nl: ReportDialogTexts = {
  title: 'Er is iets misgegaan',
  subtitle: 'De fout is vastgelegd.',
  subtitle2: 'Een paar woorden over wat u aan het doen was helpen ons de oorzaak te vinden.',
  labelName: 'Naam (optioneel)',
  labelEmail: 'E-mail (optioneel)',
  labelComments: 'Wat is er gebeurd?',
  labelSubmit: 'Melding versturen',
  labelClose: 'Sluiten',
  labelHash: 'Foutcode',
  labelCopy: 'Kopiëren',
  copied: 'Gekopieerd.',
  successMessage: 'Bedankt. Uw melding is onderweg.',
  errorGeneric: 'De melding kon niet worden verstuurd. Probeer het nog eens.',
  errorFormEntry: 'Vertel ons wat er is gebeurd.',
};

const languages: Readonly<Record<string, ReportDialogTexts>> = { en, de, fr, es, it, nl };

/** The language of the first tag that we speak (`de-AT` is German), else English; with the texts in it. */
export const textsFor = (tags: readonly unknown[]): { readonly lang: string; readonly texts: ReportDialogTexts } => {
  const lang = tags.map((tag) => String(tag).toLowerCase().split('-')[0] ?? '').find((tag) => Object.hasOwn(languages, tag)) ?? 'en';
  return { lang, texts: languages[lang] ?? en };
};
