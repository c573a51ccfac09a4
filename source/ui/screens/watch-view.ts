import {askedLine} from '../../core/view/box/confirm.js';
import {promptLine} from '../../core/view/panes/prompt-line.js';
import type {Line} from '../../core/view/text/spans.js';
import {layoutWatch} from '../../core/view/watch/watch-layout.js';
import type {WatchCharts, WatchView} from '../../core/view/watch/watch-lines.js';
import type {View} from '../view.js';

/** What Watch is drawn from, and found in by a click. */
export function watchViewOf(view: View): WatchView {
	const {navigation, client, link, size, now, utcOffsetMs} = view;
	return {watch: navigation.watch, client, link, size, now, utcOffsetMs, charts: chartsOf(view), note: navigation.message?.text, asked: askedOf(view), table: navigation.keys.table.rows};
}

function askedOf({navigation: {overlays}, client, size}: View): Line | undefined {
	const top = overlays.at(-1);
	if (top?.type === 'confirm') {
		return askedLine(top, client, size.cols);
	}

	return top?.type === 'prompt' ? promptLine(top, size.cols) : undefined;
}

/** Undefined until the package that draws them is there, and the figures. */
function chartsOf({navigation: {watch}, client, size, charts}: View): WatchCharts | undefined {
	if (charts === undefined || watch.figures === undefined || watch.detail !== undefined) {
		return undefined;
	}

	const {points} = watch.figures;
	const {sparks, chart} = layoutWatch(watch, {services: client?.services ?? [], size});
	const values = {requests: points.map(({requests}) => requests), input: points.map(({input}) => input), output: points.map(({output}) => output)};
	return {
		requests: charts.sparkline(values.requests, sparks.requests),
		input: charts.sparkline(values.input, sparks.input),
		output: charts.sparkline(values.output, sparks.output),
		lines: chart === undefined ? [] : charts.lines([{values: values.requests, role: 'accent'}], chart),
	};
}
