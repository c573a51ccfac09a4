/** What a colour means. Which colour that is, `ui/theme` decides. */
export type Role = 'text' | 'dim' | 'accent' | 'focus' | 'ok' | 'busy' | 'ask' | 'warn' | 'bad' | 'line';

/** A piece of a line. */
export type Span = {readonly text: string; readonly role: Role};
