import type {Probes} from '../core/service/spec.js';
import type {ServiceLog} from '../io/service-log.js';

/** Which of the patterns that its probes look for a service has printed. */
export type Printed = {
	readonly has: (pattern: string) => boolean;
	readonly close: () => void;
};

/** Of a longer line the beginning is looked at: a pattern of the config may take long over each character. */
const longestLine = 2000;
const mostLines = 5000;

export function watchPrinted(log: Pick<ServiceLog, 'lines' | 'last' | 'onLine'>, probes: Probes): Printed {
	const wanted = new Map(Object.values(probes).flatMap(probe => probe?.check.type === 'log' ? [[probe.check.pattern, new RegExp(probe.check.pattern)] as const] : []));
	const found = new Set<string>();
	let seen = log.last();

	const look = () => {
		const lines = log.lines(seen, mostLines);
		// More of the line that has no end yet may come.
		seen = log.last() - (lines.at(-1)?.open === true ? 1 : 0);
		for (const [pattern, expression] of wanted) {
			if (lines.some(({text, skipped}) => skipped === undefined && expression.test(text.slice(0, longestLine)))) {
				found.add(pattern);
				wanted.delete(pattern);
			}
		}

		if (wanted.size === 0) {
			close();
		}
	};

	const close = wanted.size === 0 ? () => undefined : log.onLine(look);
	return {has: pattern => found.has(pattern), close};
}
