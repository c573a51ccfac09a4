import {Box, Text} from 'ink';
import type {ReactNode} from 'react';
import type {Line} from '../../core/view/spans.js';
import type {Paint} from '../theme.js';

/** Lines that were laid out to the cell already. */
export function Lines({lines, paint}: {readonly lines: readonly Line[]; readonly paint: Paint}): ReactNode {
	return (
		<Box flexDirection="column" flexShrink={0}>
			<Text wrap="truncate">{lines.map(line => paint(line)).join('\n')}</Text>
		</Box>
	);
}
