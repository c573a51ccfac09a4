import type {ClientState} from '../../client/state.js';
import {blankLine, span, widthOfLine, wrapText, type Line} from '../text/spans.js';

export type Parked = {readonly reason: string; readonly choices: readonly string[]};

/** What the gateway says while it rests. */
export function parkedGateway(client: ClientState | undefined): Parked | undefined {
	const state = client?.services.find(({id}) => id === 'gateway')?.state;
	return state?.status === 'parked' ? state : undefined;
}

/** The sentence and its numbered next steps: in one line where there is room. */
export function parkedLines({reason, choices}: Parked, cols: number): readonly Line[] {
	const steps = choices.flatMap((choice, index) => [span(`${index === 0 ? '' : '   '}${index + 1} `, 'accent'), span(choice)]);
	const whole = [span(reason, 'bad'), span('   '), ...steps];
	return widthOfLine(whole) <= cols ? [whole] : [...wrapText(reason, cols).map(text => [span(text, 'bad')]), steps.length === 0 ? blankLine : steps];
}
