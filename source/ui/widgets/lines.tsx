import {Box, type DOMElement} from 'ink';
import {useLayoutEffect, useRef, type ReactNode} from 'react';
import type {Rect} from '../../core/view/cells/rect.js';
import type {Line} from '../../core/view/text/spans.js';
import type {Paint} from '../theme.js';

/** Styled lines and the box that they fill: what a line leaves free is blank. */
export type PlacedLines = {readonly rect: Rect; readonly lines: readonly string[]};

const contents = new WeakMap<DOMElement, {readonly cols: number; readonly lines: readonly string[]}>();

/** Lines that were laid out to the cell already. Ink finds the place for them and no more: it would look at every character that it is given, in every frame. */
export function Lines({lines, cols, paint}: {readonly lines: readonly Line[]; readonly cols: number; readonly paint: Paint}): ReactNode {
	const box = useRef<DOMElement>(null);
	const painted = lines.map(line => paint(line));
	useLayoutEffect(() => {
		if (box.current !== null) {
			contents.set(box.current, {cols, lines: painted});
		}
	});
	return <Box ref={box} flexShrink={0} width={cols} height={lines.length}/>;
}

/** All lines below an element, in the order in which one lies over the other. */
export function placedLines(element: DOMElement, left = 0, top = 0): readonly PlacedLines[] {
	const x = left + (element.yogaNode?.getComputedLeft() ?? 0);
	const y = top + (element.yogaNode?.getComputedTop() ?? 0);
	const content = contents.get(element);
	const own = content === undefined ? [] : [{rect: {x, y, cols: content.cols, rows: content.lines.length}, lines: content.lines}];
	return [...own, ...element.childNodes.flatMap(child => child.nodeName === '#text' ? [] : placedLines(child, x, y))];
}
