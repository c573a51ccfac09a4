import type {ClientState} from '../../client/state.js';
import {shortModel} from '../box/route-health.js';
import {formatBytes, formatCount, formatCpu, formatLatency, formatTotalCost} from '../text/format.js';
import type {Role} from '../text/role.js';
import {padText, textWidth} from '../cells/width.js';
import {span, type Line} from '../text/spans.js';
import {sessionName} from './entry-text.js';
import type {Watch} from './watch.js';

type Column = {readonly title: string; readonly cells: number; readonly right: boolean; readonly weight: number};
type Row = {readonly cells: readonly string[]; readonly role: Role};

/** Columns that stay where they are whatever stands in them; the heaviest go first where there is no room. */
export function tableLines(columns: readonly Column[], rows: readonly Row[], cols: number): readonly Line[] {
	const kept = new Set(columns);
	const width = () => columns.reduce((sum, column) => sum + (kept.has(column) ? column.cells + 1 : 0), 1);
	for (const column of columns.toSorted((left, right) => right.weight - left.weight)) {
		if (width() <= cols || column.weight === 0) {
			break;
		}

		kept.delete(column);
	}

	// What is left goes to the names.
	const spare = Math.max(0, cols - width());
	const line = ({cells, role}: Row): Line => columns.flatMap((column, index) => kept.has(column) ? [span(` ${aligned(cells[index] ?? '', {...column, cells: column.cells + (index === 0 ? Math.min(spare, 24) : 0)})}`, index === 0 ? role : role === 'dim' ? 'dim' : 'text')] : []);
	return [line({cells: columns.map(({title}) => title), role: 'dim'}), ...rows.map(row => line(row))];
}

function aligned(text: string, {cells, right}: Column): string {
	return right && textWidth(text) <= cells ? text.padStart(cells) : padText(text, cells);
}

const name = (title: string): Column => ({title, cells: 14, right: false, weight: 0});
const number = (title: string, cells: number, weight: number): Column => ({title, cells, right: true, weight});
const figures = [number('req', 5, 0), number('fail', 5, 2), number('p50', 6, 3), number('p95', 6, 4), number('$', 11, 1)] as const;

export function figureLines(watch: Watch, client: ClientState | undefined, cols: number): readonly Line[] {
	const {figures: known, resources} = watch;
	switch (watch.table) {
		case 'models': {
			const rows = (known?.models ?? []).map(({provider, model, totals, duration}): Row => ({
				role: 'text', cells: [shortModel(model ?? 'n/a'), provider ?? 'n/a', String(totals.requests), String(totals.failed), formatLatency(duration.p50), formatLatency(duration.p95), formatTotalCost(totals)],
			}));
			return tableLines([name('models'), {title: '', cells: 10, right: false, weight: 5}, ...figures], rows, cols);
		}

		case 'profiles': {
			const rows = (known?.routes ?? []).map(({profile, route, totals, duration}): Row => ({
				role: 'text', cells: [profile ?? 'no profile', route ?? 'p', String(totals.requests), String(totals.failed), formatLatency(duration.p50), formatLatency(duration.p95), formatTotalCost(totals)],
			}));
			return tableLines([name('profiles'), {title: 'route', cells: 10, right: false, weight: 5}, ...figures], rows, cols);
		}

		case 'sessions': {
			const ids = [...new Set([...(client?.sessions ?? []).map(({id}) => id), ...Object.keys(client?.meter.sessions ?? {})])];
			const rows = ids.flatMap((id): readonly Row[] => {
				const usage = client?.meter.sessions[id];
				const use = resources.sessions[id];
				return usage === undefined && use === undefined ? [] : [{
					role: 'text', cells: [
						sessionName(id, client?.sessions ?? []), formatCpu(use?.cpu), formatBytes(use?.memoryBytes), String(usage?.requests ?? 0), String(usage?.failed ?? 0),
						usage === undefined || usage.requests === 0 ? 'n/a' : formatCount(usage.input + usage.output), usage === undefined ? 'n/a' : formatTotalCost(usage),
					],
				}];
			});
			return tableLines([name('sessions'), number('cpu', 6, 4), number('mem', 7, 3), number('req', 5, 0), number('fail', 5, 2), number('tok', 7, 5), number('$', 11, 1)], rows, cols);
		}
	}
}
