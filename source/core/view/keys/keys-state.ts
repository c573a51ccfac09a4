import {shippedKeys, type KeyTable} from './key-overrides.js';

/** What navigation knows about keys besides where it is. */
export type KeysState = {
	readonly table: KeyTable;
	/** Counts what was pressed while one key was awaited: a timer of an earlier turn says nothing any more. */
	readonly turn: number;
	/** The keys of the place are shown, because nothing was pressed for a while. */
	readonly isHinting: boolean;
	/** On Home the key that reaches Clutch is asked for. `problem`: why the last one could not be it. */
	readonly choosing: {readonly problem: string | undefined} | undefined;
};

export const startKeys: KeysState = {table: shippedKeys, turn: 0, isHinting: false, choosing: undefined};

export type KeysInput =
	/** What the configuration says of keys. */
	| {readonly type: 'table'; readonly table: KeyTable}
	/** Nothing was pressed since that turn: for a moment, and for as long as it is waited. */
	| {readonly type: 'hint' | 'over'; readonly turn: number}
	/** Nobody has chosen a chord on this machine. */
	| {readonly type: 'choose'};

export type KeysEffect =
	| {readonly type: 'wait'; readonly turn: number}
	/** `label` is remembered, and in force at once. */
	| {readonly type: 'chord'; readonly label: string};
