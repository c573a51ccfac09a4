/** What a colour means. Which colour that is, `ui/theme` decides. */
export type Role = 'text' | 'dim' | 'accent' | 'focus' | 'ok' | 'busy' | 'ask' | 'warn' | 'bad' | 'line';

/** A piece of a line. `key` is the key that a click there stands for. */
export type Span = {readonly text: string; readonly role: Role; readonly key?: string | undefined};
