import {Box, Text} from 'ink';
import type {ReactNode} from 'react';
import {trimLine, type Line} from '../../core/view/text/spans.js';
import type {Paint} from '../theme.js';

/** Lines that were laid out to the cell already. Blanks at their ends are left out: the screen has them anyway, and Ink looks at every character it is given. */
export function Lines({lines, cols, paint}: {readonly lines: readonly Line[]; readonly cols: number; readonly paint: Paint}): ReactNode {
	return (
		<Box flexDirection="column" flexShrink={0} width={cols} height={lines.length}>
			<Text wrap="truncate">{lines.map(line => paint(trimLine(line))).join('\n')}</Text>
		</Box>
	);
}
