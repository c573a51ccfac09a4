import {mostLogLines, type LogLine} from '../core/service/log.js';
import type {Clock} from '../io/clock.js';
import type {ReadLines} from './service-log-reply.js';

export type ServiceLines = ReadLines & {readonly add: (text: string) => void};

/** The lines that a service printed last, numbered. */
export function createServiceLines(clock: Clock): ServiceLines {
	let kept: readonly LogLine[] = [];
	let number = 0;
	let rest = '';
	const handlers = new Set<() => void>();
	return {
		add(text) {
			const lines = (rest + text).split('\n');
			rest = lines.pop() ?? '';
			kept = [...kept, ...lines.map(line => ({number: ++number, at: clock.now(), text: line}))].slice(-mostLogLines);
			for (const handler of handlers) {
				handler();
			}
		},
		lines: (after, most) => kept.filter(line => line.number > after).slice(-most),
		last: () => number,
		onLine(handler) {
			handlers.add(handler);
			return () => {
				handlers.delete(handler);
			};
		},
	};
}
