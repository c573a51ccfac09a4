import type {Service} from '../../service/service.js';
import {waitedFor} from '../../service/lacking.js';
import {addCommand, verbsOf, type ServiceVerb} from '../../service/verbs.js';
import {parkedLines, parkedOf} from '../box/parked.js';
import type {Hint} from '../keys/key-hints.js';
import {formatTime} from '../text/format.js';
import {pidParts} from '../text/service-lines.js';
import {span, wrapText, type Line} from '../text/spans.js';

/** What there is no room for in the row of a service: why it rests and what its digits do, how it ended, what it says of itself and what that includes. */
export function toldLines(service: Service, {cols, rows}: {readonly cols: number; readonly rows: number}): readonly Line[] {
	const {title, state, facts} = service;
	const parked = parkedOf(service);
	if (parked !== undefined) {
		return parkedLines(parked, {cols, rows});
	}

	const command = addCommand(service);
	if (command !== undefined && state.status === 'stopped') {
		return wrapText(`${title} is not installed${facts?.note === undefined ? '' : ` (${facts.note})`}. To add it, run in a shell: ${command}`, cols).map(text => [span(text)]).slice(0, rows);
	}

	const pid = 'pid' in state ? pidParts(state.pid) : [];
	const address = state.status === 'ready' && state.address !== undefined ? [facts?.unasked === true ? `${state.address}, which nobody asks` : state.address] : [];
	const needs = facts === undefined || facts.dependsOn.length === 0 ? [] : [`needs ${facts.dependsOn.join(', ')}`];
	const head: Line = [span(title, 'focus'), span(`${facts?.version === undefined ? '' : ` ${facts.version}`}`), span(['', ...address, ...pid, ...needs].join('   '), 'dim')];
	const figures = (facts?.figures ?? []).flatMap(({name, text, meaning}) => {
		const [first = '', ...more] = wrapText(meaning, Math.max(10, cols - figureCells));
		const value = `${name} ${text}`.padEnd(figureCells - 2);
		return value.length > figureCells - 2
			? [[span(value)], ...wrapText(meaning, Math.max(10, cols - 2)).map(line => [span(`  ${line}`, 'dim')])]
			: [[span(`${value}  `), span(first, 'dim')], ...more.map(line => [span(`${' '.repeat(figureCells)}${line}`, 'dim')])];
	});
	const lacking = state.status !== 'waiting' || facts?.lacking === undefined ? [] : [`It waits for ${waitedFor(state.on, facts.lacking)}: ${facts.lacking.next}`];
	const unwell = 'trouble' in state && state.trouble !== undefined ? [`It is not well: ${state.trouble}`] : [];
	const notes = [...lacking, ...unwell, ...facts?.note === undefined ? [] : [facts.note]].flatMap(note => wrapText(note, cols).map(text => [span(text, 'warn')]));
	const all = [head, ...notes, ...figures];
	return all.length <= rows ? all : [...all.slice(0, rows - 1), [span(`… ${all.length - rows + 1} lines more where there is room`, 'dim')]];
}

const figureCells = 26;

/** How it ended without being asked to, in words, what was other than at its last good start, and, where there is room, what it printed last. */
export function crashLines({state, facts}: Service, {cols, lastLines, utcOffsetMs}: {readonly cols: number; readonly lastLines: number; readonly utcOffsetMs: number}): readonly Line[] {
	const crash = facts?.crash;
	if (crash === undefined || !['parked', 'backing-off', 'starting'].includes(state.status)) {
		return [];
	}

	return [
		...wrapText(`${formatTime(crash.at, utcOffsetMs)}  ended: ${crash.text}`, cols).map(text => [span(text, 'bad')]),
		...crash.changed.length === 0 ? [] : wrapText(`changed since it last started well: ${crash.changed.join(', ')}`, cols).map(text => [span(text, 'warn')]),
		...lastLines === 0 ? [] : crash.lines.slice(-lastLines).map(text => [span('│ ', 'line'), span(text, 'dim')]),
	];
}

/** The keys that do something to it now. */
export function serviceHints(service: Service | undefined): readonly Hint[] {
	const verbs = service === undefined ? [] : verbsOf(service);
	const status = service?.state.status;
	const start: Hint = status === 'parked' || status === 'backing-off' ? ['R', 'retry'] : ['s', 'start'];
	const hints: Readonly<Record<ServiceVerb, Hint>> = {start, stop: ['S', 'stop'], restart: ['r', 'restart'], hurry: ['K', 'kill now']};
	return verbs.map(verb => hints[verb]);
}
