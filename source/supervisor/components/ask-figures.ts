import type {ServiceFigure} from '../../core/service/service.js';
import type {Paths} from '../../io/paths.js';

export type AskOptions = {readonly paths: Paths; readonly signal: AbortSignal};

/** What a running component says of itself, asked at its address. What it does not answer is left out; it never fails. */
export type AskFigures = (address: string, options: AskOptions) => Promise<readonly ServiceFigure[]>;
