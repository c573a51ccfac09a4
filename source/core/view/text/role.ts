/** What a colour means. Which colour that is, `ui/theme` decides. */
export type Role = 'text' | 'dim' | 'accent' | 'focus' | 'ok' | 'busy' | 'ask' | 'warn' | 'bad' | 'line';

/** A piece of a line. `key` is the key that a click there stands for, `mark` the name of what it shows. */
export type Span = {readonly text: string; readonly role: Role; readonly key?: string | undefined; readonly mark?: string | undefined};
