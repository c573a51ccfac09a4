import {Box} from 'ink';
import type {ReactNode} from 'react';
import type {Rect} from '../../core/view/cells/rect.js';

/** Lays something over what is drawn before it. */
export function Overlay({rect, children}: {readonly rect: Rect; readonly children: ReactNode}): ReactNode {
	return (
		<Box position="absolute" marginLeft={rect.x} marginTop={rect.y} width={rect.cols} height={rect.rows}>
			{children}
		</Box>
	);
}
