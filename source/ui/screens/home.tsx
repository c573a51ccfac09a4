import {Box} from 'ink';
import type {ReactNode} from 'react';
import {askedLine} from '../../core/view/box/confirm.js';
import {homeBar} from '../../core/view/work/bar.js';
import {promptLine} from '../../core/view/panes/prompt-line.js';
import {homeLines} from '../../core/view/home/home.js';
import type {View} from '../view.js';
import {Lines} from '../widgets/lines.js';

/** Nothing runs yet: type a code, or take up what ended. */
export function HomeScreen({view}: {readonly view: View}): ReactNode {
	const {client, link, big, size, paint, navigation} = view;
	const top = navigation.overlays.at(-1);
	return (
		<Box flexDirection="column" width={size.cols} height={size.rows}>
			<Lines lines={homeLines(view)} cols={size.cols} paint={paint}/>
			<Lines lines={[top?.type === 'prompt' ? promptLine(top, size.cols) : (top?.type === 'confirm' ? askedLine(top, client, size.cols) : homeBar({client, link, big, size}))]} cols={size.cols} paint={paint}/>
		</Box>
	);
}
