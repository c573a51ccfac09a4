import {Box, Text} from 'ink';
import type {ReactNode} from 'react';
import {fitSpans, trimLine, type Line} from '../../core/view/text/spans.js';
import type {Paint} from '../theme.js';

/** Lines that were laid out to the cell already. Blanks at their ends are left out: the screen has them anyway, and Ink looks at every character it is given. Where they lie over something (`isOver`) the blanks hide it. */
export function Lines({lines, cols, paint, isOver = false}: {readonly lines: readonly Line[]; readonly cols: number; readonly paint: Paint; readonly isOver?: boolean}): ReactNode {
	return (
		<Box flexDirection="column" flexShrink={0} width={cols} height={lines.length}>
			<Text wrap="truncate">{lines.map(line => paint(isOver ? fitSpans(line, cols) : trimLine(line))).join('\n')}</Text>
		</Box>
	);
}
