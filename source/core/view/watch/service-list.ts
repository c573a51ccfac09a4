import {readChoice} from '../../service/choice.js';
import type {Service} from '../../service/service.js';
import {fitText, padText, textWidth} from '../cells/width.js';
import {formatBytes, formatCpu} from '../text/format.js';
import {windowOf} from '../text/list-line.js';
import {fitSpans, keyed, marked, span, widthOfLine, type Line} from '../text/spans.js';
import {serviceLook} from './service-look.js';
import {markOf, type Watch} from './watch.js';

type Listed = {
	readonly services: readonly Service[];
	readonly watch: Pick<Watch, 'selected' | 'resources'>;
	readonly now: number;
	readonly cols: number;
	readonly rows: number;
	/** The key that kills what is stopping; undefined where its user took it away. */
	readonly kill: string | undefined;
};

/** The services as rows of a table, with the one under the cursor among them; how many more there are is said. */
export function serviceListLines({services, watch, now, cols, rows, kill}: Listed): readonly Line[] {
	if (services.length === 0) {
		return [[span('  no service runs', 'dim')]];
	}

	const {selected} = watch;
	const at = selected?.type === 'service' ? services.findIndex(({id}) => id === selected.id) : -1;
	const nameCells = Math.max(fewestNameCells, Math.min(cols < 70 ? 16 : 24, 1 + Math.max(...services.map(service => textWidth(nameOf(service))))));
	const lines = services.map((service, row) => ({row, line: marked(markOf({type: 'service', id: service.id}), serviceLine(service, {watch, now, cols, nameCells, kill, isSelected: row === at}))}));
	return windowOf(lines, {
		rows,
		selected: at === -1 ? undefined : at,
		more: (direction, hidden) => moreLine(direction, hidden.map(row => services[row]).filter(service => service !== undefined)),
	}).map(({line}) => line);
}

const fewestNameCells = 12;
const portCells = 6;
const versionCells = 8;

function nameOf({id, demo}: Service): string {
	return demo ? `${id} (demo)` : id;
}

type Row = Pick<Listed, 'watch' | 'now' | 'cols' | 'kill'> & {readonly nameCells: number; readonly isSelected: boolean};

/** `● gateway    :8082   up 3 d 2 h   0.4 %  71 MB`: whatever has no room gives way from the right, with a sign where it is words. */
function serviceLine(service: Service, {watch, now, cols, nameCells, kill, isSelected}: Row): Line {
	const {id, state, facts} = service;
	const {symbol, role, text, more = '', brief = text, port} = serviceLook(service, now);
	const use = watch.resources.services[id];
	const isThere = facts?.installed !== false || state.status !== 'stopped';
	const head = [
		span(isSelected ? ' ▸' : '  ', 'accent'),
		span(`${symbol} `, role),
		span(padText(nameOf(service), nameCells), isSelected ? 'focus' : (isThere ? 'text' : 'dim')),
		...isThere ? [span(`${padText(port, portCells)}  `, 'dim')] : [],
	];
	const room = cols - widthOfLine(head);
	const words = span([text + more, brief].find(each => textWidth(each) <= room) ?? text, role === 'ok' ? 'text' : role);
	if (state.status === 'stopping' && kill !== undefined) {
		const hint = keyed(kill, [span('  '), span(kill, 'accent'), span(' kill now', 'dim')]);
		return fitSpans(widthOfLine([words, ...hint]) <= room ? [...head, words, ...hint] : [...head, words], cols);
	}

	if (role !== 'ok' || use === undefined) {
		const version = role === 'ok' ? versionSpans(facts?.version, room - statusCells(cols)) : [];
		return fitSpans(version.length === 0 ? [...head, words] : [...head, {...words, text: padText(text, statusCells(cols))}, ...version], cols);
	}

	const figures = [span(padText(text, statusCells(cols)), 'text'), span(` ${formatCpu(use.cpu).padStart(6)}`), span(` ${formatBytes(use.memoryBytes).padStart(7)}`)];
	return fitSpans([...head, ...figures, ...versionSpans(facts?.version, room - widthOfLine(figures))], cols);
}

/** Its row says all there is: why it rests, where a key does the only thing that can be done. */
export function isWholeInRow({id, state}: Service, cols: number): boolean {
	return id !== 'gateway' && state.status === 'parked' && state.choices.every(choice => readChoice(choice)?.type === 'try-again') && textWidth(state.reason) <= cols - besideReason;
}

/** The widest name, the port, and the word before the reason. */
const besideReason = 40;

function statusCells(cols: number): number {
	return cols < 70 ? 11 : 14;
}

function versionSpans(version: string | undefined, room: number): Line {
	return version === undefined || room < versionCells + 2 ? [] : [span(`  ${fitText(version, room - 2)}`, 'dim')];
}

function moreLine(direction: 'up' | 'down', hidden: readonly Service[]): Line {
	const troubled = hidden.filter(({state}) => state.status === 'parked' || state.status === 'unhealthy').length;
	return [span(`  ${direction === 'up' ? '↑' : '↓'} ${hidden.length} more`, 'dim'), ...troubled === 0 ? [] : [span(`   ✖ ${troubled} in trouble`, 'bad')]];
}
