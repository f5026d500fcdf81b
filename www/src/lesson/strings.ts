// The words of lessons and of presenter mode, a table a language, and the numbers in them.

/** Numbers as a language writes them. */
export class Numbers {
  readonly #whole: Intl.NumberFormat;
  readonly #oneDigit: Intl.NumberFormat;
  readonly #some: Intl.NumberFormat;

  constructor(lang: string) {
    this.#whole = new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });
    this.#oneDigit = new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    this.#some = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 });
  }

  count(value: number): string {
    return this.#whole.format(value);
  }

  /** A share from 0 to 1 as "24.6 %". */
  percent(share: number): string {
    return `${this.#oneDigit.format(share * 100)} %`;
  }

  /** As it was typed: "75", "1.5". */
  typed(value: number): string {
    return this.#some.format(value);
  }
}

const en = {
  language: "English",
  veil: "Your answer comes first",
  lesson: "Lesson",
  scenes: "Scenes",
  where: (now: string, all: string): string => `${now} of ${all}`,
  minutes: (minutes: string): string => (minutes === "1" ? "1 minute" : `${minutes} minutes`),
  answered: "answered",
  languageOf: "Language of the lesson",
  close: "Close the lesson",
  present: "Present",
  back: "Back",
  end: "Go on in the playground",
  backTo: (title: string): string => `Back to ${title}`,
  nextTo: (title: string): string => `Next: ${title}`,
  changed: "You changed the scenario.",
  asItWas: "Back to the scene as it was",
  question: "Predict",
  units: { moved: "keys", moved_share: "%", peak: "times its fair share", migration: "requests" },
  numberOf: (unit: string, from: string, to: string): string => `Your prediction in ${unit}, from ${from} to ${to}`,
  needNumber: (from: string, to: string): string => `Type a number from ${from} to ${to}, or let the run answer.`,
  needChoice: "Choose an answer, or let the run answer.",
  needMark: "Mark a place on the ring, or let the run answer.",
  markHow: "Click the ring; then the arrow keys move the mark.",
  markLabel: "Your mark on the ring",
  marked: (degrees: string, node: string | undefined): string => (node === undefined ? `${degrees}°` : `${degrees}°, now on ${node}`),
  notMarked: "nothing marked yet",
  notChosen: "nothing chosen yet",
  say: "That is my answer",
  skip: "Let the run answer",
  said: "You said",
  times: (times: string): string => `${times} times`,
  skipped: "You let the run answer.",
  ran: "The run says",
  computing: "Computing the answer",
  numbers: {
    moved: (found: string, all: string, share: string): string => `${found} of ${all} keys moved, ${share}`,
    moved_share: (found: string, all: string, share: string): string => `${share} of the keys moved: ${found} of ${all}`,
    peak: (times: string): string => `the fullest server has ${times} times its fair share`,
    migration: (found: string): string => `${found} requests`,
    lost: (found: string): string => `${found} keys lose their newest write`,
  },
  owners: (node: string, after: string): string => (node === after ? `keys there stay on ${node}` : `keys there go from ${node} to ${after}`),
  ownersOf: (node: string, after: string): string => `keys go from ${node} to ${after}`,
  fits: { close: "Close.", above: "You guessed too much.", below: "You guessed too little.", right: "As you said.", wrong: "Not as you said." },
  see: (panel: string): string => `See it in ${panel}`,
  why: "Why",
  again: "Ask me again",
  summary: "What you said, and what the runs said",
  none: "–",
  scene: "Scene",
  forget: "Start again and forget my answers",
  badge: (said: string): string => `You said ${said}`,
  noLesson: (names: string): string => `this address names a lesson that is not here (there is: ${names}). The address may be cut off or from a newer version.`,
  left: (scene: string): string => `You left the lesson at scene ${scene}.`,
  noScene: "This address names a scene that the lesson does not have. It opens at its beginning.",
  returned: "Your own scenario is back. What you changed in the lesson is one Undo away.",
  presenter: {
    title: "Presenter",
    address: "Here, on your own screen",
    forward: "Forward",
    back: "Back",
    blank: "Blank the screen",
    blanked: "The screen is blank. Press any key or touch it.",
    code: "QR code of this scene, large",
    codeClose: "Close the QR code",
    noCode: "This scenario is too long for a QR code.",
    view: "Picture or panel",
    keys: "Keys",
    end: "End presenting",
    letters: "Keys of one letter do something",
    list: [
      ["→  Page Down  Space", "show the answer, then the next scene"],
      ["←  Page Up", "the scene before"],
      ["↓  ↑", "a step of the timeline forward, back"],
      ["Home  End", "first scene, last scene"],
      ["V", "picture or panel"],
      ["Q", "QR code, large"],
      ["B  .", "blank the screen"],
      ["?", "this list"],
      ["P  Escape", "begin, end presenting"],
    ],
  },
} as const;

type Widened<T> = T extends string ? string : T extends (...given: infer G) => string ? (...given: G) => string : { readonly [K in keyof T]: Widened<T[K]> };
export type Words = Widened<typeof en>;

const de: Words = {
  language: "Deutsch",
  veil: "Erst kommt Ihre Antwort",
  lesson: "Lektion",
  scenes: "Szenen",
  where: (now, all) => `${now} von ${all}`,
  minutes: (minutes) => (minutes === "1" ? "1 Minute" : `${minutes} Minuten`),
  answered: "beantwortet",
  languageOf: "Sprache der Lektion",
  close: "Lektion schließen",
  present: "Vorführen",
  back: "Zurück",
  end: "Weiter im Spielplatz",
  backTo: (title) => `Zurück zu: ${title}`,
  nextTo: (title) => `Weiter: ${title}`,
  changed: "Sie haben das Szenario geändert.",
  asItWas: "Zurück zur Szene, wie sie war",
  question: "Schätzen Sie",
  units: { moved: "Schlüssel", moved_share: "%", peak: "× der faire Anteil", migration: "Anfragen" },
  numberOf: (unit, from, to) => `Ihre Schätzung (${unit}), von ${from} bis ${to}`,
  needNumber: (from, to) => `Geben Sie eine Zahl von ${from} bis ${to} ein, oder lassen Sie den Lauf antworten.`,
  needChoice: "Wählen Sie eine Antwort, oder lassen Sie den Lauf antworten.",
  needMark: "Markieren Sie eine Stelle auf dem Ring, oder lassen Sie den Lauf antworten.",
  markHow: "Klicken Sie auf den Ring; dann bewegen die Pfeiltasten die Marke.",
  markLabel: "Ihre Marke auf dem Ring",
  marked: (degrees, node) => (node === undefined ? `${degrees}°` : `${degrees}°, jetzt bei ${node}`),
  notMarked: "noch nichts markiert",
  notChosen: "noch nichts gewählt",
  say: "Das ist meine Antwort",
  skip: "Den Lauf antworten lassen",
  said: "Sie sagten",
  times: (times) => `das ${times}-Fache`,
  skipped: "Sie haben den Lauf antworten lassen.",
  ran: "Der Lauf sagt",
  computing: "Die Antwort wird berechnet",
  numbers: {
    moved: (found, all, share) => `${found} von ${all} Schlüsseln sind umgezogen, ${share}`,
    moved_share: (found, all, share) => `${share} der Schlüssel sind umgezogen: ${found} von ${all}`,
    peak: (times) => `der vollste Server hat das ${times}-Fache seines fairen Anteils`,
    migration: (found) => `${found} Anfragen`,
    lost: (found) => `${found} Schlüssel verlieren ihren neuesten Schreibzugriff`,
  },
  owners: (node, after) => (node === after ? `Schlüssel dort bleiben bei ${node}` : `Schlüssel dort gehen von ${node} zu ${after}`),
  ownersOf: (node, after) => `Schlüssel gehen von ${node} zu ${after}`,
  fits: { close: "Nah dran.", above: "Zu hoch geschätzt.", below: "Zu niedrig geschätzt.", right: "Wie Sie sagten.", wrong: "Anders, als Sie sagten." },
  see: (panel) => `Ansehen in ${panel}`,
  why: "Warum",
  again: "Noch einmal fragen",
  summary: "Was Sie sagten und was die Läufe sagten",
  none: "–",
  scene: "Szene",
  forget: "Von vorn beginnen und meine Antworten vergessen",
  badge: (said) => `Ihre Schätzung: ${said}`,
  noLesson: (names) => `diese Adresse nennt eine Lektion, die es hier nicht gibt (es gibt: ${names}). Vielleicht ist sie abgeschnitten oder neuer als diese Seite.`,
  left: (scene) => `Sie haben die Lektion in Szene ${scene} verlassen.`,
  noScene: "Diese Adresse nennt eine Szene, die es in der Lektion nicht gibt. Sie beginnt am Anfang.",
  returned: "Ihr eigenes Szenario ist wieder da. Was Sie in der Lektion geändert haben, liegt einen Schritt zurück („Undo“).",
  presenter: {
    title: "Vorführung",
    address: "Hier, auf Ihrem eigenen Bildschirm",
    forward: "Weiter",
    back: "Zurück",
    blank: "Bildschirm schwarz",
    blanked: "Der Bildschirm ist schwarz. Drücken Sie eine Taste oder berühren Sie ihn.",
    code: "QR-Code dieser Szene, groß",
    codeClose: "QR-Code schließen",
    noCode: "Dieses Szenario ist zu lang für einen QR-Code.",
    view: "Bild oder Tafel",
    keys: "Tasten",
    end: "Vorführung beenden",
    letters: "Tasten mit einem Buchstaben wirken",
    list: [
      ["→  Bild ab  Leertaste", "die Antwort zeigen, dann die nächste Szene"],
      ["←  Bild auf", "die Szene davor"],
      ["↓  ↑", "einen Schritt der Zeitleiste vor, zurück"],
      ["Pos1  Ende", "erste Szene, letzte Szene"],
      ["V", "Bild oder Tafel"],
      ["Q", "QR-Code, groß"],
      ["B  .", "Bildschirm schwarz"],
      ["?", "diese Liste"],
      ["P  Escape", "Vorführung beginnen, beenden"],
    ],
  },
};

const tables: Readonly<Record<string, Words>> = { en, de };

/** The words of a language; of one without a table, the English ones. */
export function wordsOf(lang: string): Words {
  return tables[lang] ?? en;
}

/** What a language calls itself. */
export function nameOf(lang: string): string {
  return tables[lang]?.language ?? lang;
}
