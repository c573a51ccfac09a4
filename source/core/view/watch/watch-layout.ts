import type {Service} from '../../service/service.js';
import {shownServices} from '../../service/shown.js';
import type {Size} from '../work/layout.js';
import type {Watch} from './watch.js';

/** Where things are in Watch. It depends on the size and on what was chosen, not on the figures: nothing moves while they change. */
export type WatchLayout = {
	/** Services stand beside the table. */
	readonly isWide: boolean;
	readonly isNarrow: boolean;
	readonly hasGaps: boolean;
	readonly leftCols: number;
	readonly sparks: {readonly requests: number; readonly input: number; readonly output: number};
	readonly serviceRows: number;
	readonly tableRows: number;
	/** Without its title. Undefined where it was not asked for or has no room. */
	readonly chart: Size | undefined;
};

const mostTableRows = 8;
const sparksWide = {requests: 12, input: 7, output: 7};

export function layoutWatch(watch: Pick<Watch, 'figures' | 'chart' | 'table'>, {services, size}: {readonly services: readonly Service[]; readonly size: Size}): WatchLayout {
	const isWide = size.cols >= 119;
	const isNarrow = size.cols < 80;
	const hasGaps = size.rows >= 22;
	const count = Math.max(1, shownServices(services).length);
	// What is wider than the figures need goes to the charts.
	const spare = Math.max(0, Math.min(60, size.cols - 120));
	const wide = {requests: sparksWide.requests + Math.floor(spare / 2), input: sparksWide.input + Math.floor(spare / 4), output: sparksWide.output + Math.floor(spare / 4)};
	const chart = watch.chart === 'large' && size.rows >= 20 ? {cols: size.cols, rows: Math.min(10, size.rows - 17)} : undefined;
	return {
		isWide,
		isNarrow,
		hasGaps,
		leftCols: Math.floor(size.cols * 0.46),
		sparks: isWide ? wide : (isNarrow ? {requests: 10, input: 10, output: 8} : {requests: 16, input: 16, output: 12}),
		serviceRows: size.rows < 20 ? Math.min(count, 3) : Math.min(count, isWide && size.rows >= 30 ? 8 : 5),
		tableRows: size.rows < 20 ? 3 : Math.min(mostTableRows, Math.floor(size.rows / 6)),
		chart,
	};
}
