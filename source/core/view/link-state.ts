import {span, type Line} from './spans.js';

/** The line to clutchd as the dashboard sees it. `resting`: somebody ended clutchd on purpose, so nobody starts it unasked. */
export type LinkState = 'connecting' | 'connected' | 'lost' | 'resting';

export const restingLine: Line = [span('○ stopped', 'warn'), span('   clutch was put to rest; clutch up starts it')];
