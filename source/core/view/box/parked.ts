import type {ClientState} from '../../client/state.js';
import type {Service, ServiceId} from '../../service/service.js';
import type {Navigation} from '../navigation/navigation.js';
import {fitText} from '../cells/width.js';
import {blankLine, span, widthOfLine, wrapText, type Line} from '../text/spans.js';
import {sentenceName} from '../text/service-lines.js';
import {toldService} from '../watch/watch.js';

/** A service that rests: what it says, and what can be done. */
export type Parked = {readonly id: ServiceId; readonly reason: string; readonly choices: readonly string[]};

/** The gateway before all others: without it nothing is answered. */
export function parkedService(client: Pick<ClientState, 'services'> | undefined): Parked | undefined {
	const parked = client?.services.filter(({state}) => state.status === 'parked') ?? [];
	return parkedOf(parked.find(({id}) => id === 'gateway') ?? parked[0]);
}

/** The one whose choices the first digits are: where services are looked at, the one that is told of there. */
export function offeringService(client: Pick<ClientState, 'services'> | undefined, {overlays, watch}: Pick<Navigation, 'overlays' | 'watch'>): Parked | undefined {
	return overlays.some(({type}) => type === 'watch') ? parkedOf(toldService(watch, client?.services ?? [])) : parkedService(client);
}

/** Said once, where it is no longer or not yet seen. */
export function parkedSentence(service: Service, reason: string): string {
	return `${sentenceName(service)} is parked: ${reason}`;
}

/** The same where the reason stands already. */
export function withoutReason(text: string, client: Pick<ClientState, 'services'> | undefined): string {
	const said = client?.services.find(service => service.state.status === 'parked' && text.startsWith(parkedSentence(service, service.state.reason)));
	return said?.state.status === 'parked' ? text.replace(`: ${said.state.reason}`, '.') : text;
}

/** Undefined where it is not parked. Of the gateway everybody knows whose reason it is. */
export function parkedOf(service: Service | undefined): Parked | undefined {
	if (service?.state.status !== 'parked') {
		return undefined;
	}

	const {id, title, state: {reason, choices}} = service;
	return {id, reason: id === 'gateway' ? reason : `${title}: ${reason}`, choices};
}

/** The sentence and its numbered next steps: in one line where there is room. Where there is none for all of it the sentence is cut, with a sign: the steps are what helps. */
export function parkedLines({reason, choices}: Pick<Parked, 'reason' | 'choices'>, {cols, rows = Number.POSITIVE_INFINITY}: {readonly cols: number; readonly rows?: number}): readonly Line[] {
	const steps = choices.flatMap((choice, index) => [span(`${index === 0 ? '' : '   '}${index + 1} `, 'accent'), span(choice)]);
	const whole = [span(reason, 'bad'), span('   '), ...steps];
	if (widthOfLine(whole) <= cols) {
		return [whole].slice(0, rows);
	}

	const below = widthOfLine(steps) <= cols ? [steps.length === 0 ? blankLine : steps] : choices.flatMap((choice, index) => stepLines(choice, {index, cols}));
	const sentence = wrapText(reason, cols);
	const room = Math.max(1, rows - below.length);
	const cut = sentence.length <= room ? sentence : [...sentence.slice(0, room - 1), fitText(sentence.slice(room - 1).join(' '), cols)];
	return [...cut.map(text => [span(text, 'bad')]), ...below].slice(0, rows);
}

function stepLines(choice: string, {index, cols}: {readonly index: number; readonly cols: number}): readonly Line[] {
	const number = `${index + 1} `;
	return wrapText(choice, cols - number.length).map((text, row) => [span(row === 0 ? number : ' '.repeat(number.length), 'accent'), span(text)]);
}
