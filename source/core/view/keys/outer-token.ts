import type {MouseEvent} from '../mouse/mouse.js';
import type {OuterReply} from './outer-facts.js';
import type {Stroke} from './stroke.js';

/** What the terminal has sent, part by part; `bytes` are those of the part itself. */
export type OuterToken =
	/** Characters and nothing else, whole ones. */
	| {readonly type: 'text'; readonly bytes: Uint8Array}
	| {readonly type: 'stroke'; readonly stroke: Stroke; readonly bytes: Uint8Array}
	| {readonly type: 'mouse'; readonly event: MouseEvent | undefined; readonly bytes: Uint8Array}
	| {readonly type: 'focus'; readonly hasFocus: boolean; readonly bytes: Uint8Array}
	| {readonly type: 'reply'; readonly reply: OuterReply; readonly bytes: Uint8Array}
	| {readonly type: 'paste'; readonly part: 'start' | 'text' | 'end'; readonly bytes: Uint8Array}
	/** A sequence that nobody here knows. */
	| {readonly type: 'unknown'; readonly bytes: Uint8Array};
