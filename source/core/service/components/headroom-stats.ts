import {formatCount} from '../../view/text/format.js';
import type {ServiceFigure} from '../service.js';

/**
What `/stats` of a Headroom says, in words that are true for every version. `tokens.saved` is not asked for: up to 0.3x it has the savings of RTK in it too.
*/
export function headroomFigures(stats: unknown): readonly ServiceFigure[] {
	const {tokens, requests, overhead} = fieldsOf(stats);
	const {proxy_compression_saved: saved} = fieldsOf(tokens);
	const {total, by_provider: providers} = fieldsOf(requests);
	const {average_ms: average} = fieldsOf(overhead);
	const {compress: asked} = fieldsOf(providers);
	return [
		...number(saved, value => ({name: 'saved', text: `${formatCount(value)} tokens`, meaning: 'What it cut out of everything it was shown since it started, as it counts. A conversation is shown to it again with every request, so the same text counts each time; and what the gateway did not take over is in it too. It is no measure of the bill: most of it would have been read from a cache.'})),
		...number(total, value => ({name: 'requests', text: formatCount(value), meaning: `What it was asked since it started${typeof asked === 'number' ? `; ${formatCount(asked)} of them by the gateway, to shorten something` : ''}.`})),
		...number(average, value => ({name: 'overhead', text: `${Math.round(value)} ms`, meaning: 'How long it took for each of them, on average.'})),
	];
}

function number(value: unknown, figure: (value: number) => Omit<ServiceFigure, 'value'>): readonly ServiceFigure[] {
	return typeof value === 'number' && Number.isFinite(value) ? [{...figure(value), value}] : [];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Readonly<Record<string, unknown>> : {};
}
