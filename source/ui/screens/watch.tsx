import type {ReactNode} from 'react';
import {layoutWatch} from '../../core/view/watch/watch-layout.js';
import {watchLines, type WatchCharts} from '../../core/view/watch/watch-lines.js';
import type {View} from '../view.js';
import {Lines} from '../widgets/lines.js';

/** What the gateway and clutchd know, over the whole screen. */
export function WatchScreen({view}: {readonly view: View}): ReactNode {
	const {navigation, client, link, size, now, paint} = view;
	const lines = watchLines({watch: navigation.watch, client, link, size, now, charts: chartsOf(view), note: navigation.message?.text, table: navigation.keys.table.rows});
	return <Lines lines={lines} cols={size.cols} paint={paint}/>;
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
