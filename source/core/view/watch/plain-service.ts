import {shownServices} from '../../service/shown.js';
import type {Service, ServiceFigure} from '../../service/service.js';
import {addCommand} from '../../service/verbs.js';
import {formatTime} from '../text/format.js';
import {changedLines, serviceSaid} from '../text/service-lines.js';

/** How a service is in one line of words: its state, why, and what can be done. */
export function plainService(service: Service, now: number): string {
	const {state, facts} = service;
	const {word, detail} = serviceSaid(service, now);
	const choices = state.status === 'parked' ? state.choices.map((choice, index) => `${index + 1} ${choice}`) : [];
	const ended = state.status === 'parked' && facts?.crash !== undefined ? [`ended: ${facts.crash.text}`] : [];
	return [word, detail === addCommand(service) && detail !== undefined ? `to add it: ${detail}` : detail, ...ended, ...changedLines(service), ...choices].filter(part => part !== undefined && part !== '').join('   ');
}

/** One line where the state of a service is another than before; undefined where only something about it is. */
export function plainServiceChange(service: Service, before: Service | undefined, {now, utcOffsetMs}: {readonly now: number; readonly utcOffsetMs: number}): string | undefined {
	return before === undefined || before.state.status === service.state.status ? undefined : `${formatTime(now, utcOffsetMs)}  ${'service'.padEnd(10)}  ${service.id}  ${plainService(service, now)}`;
}

/** All of them at one moment, each followed by what it says of itself. */
export function plainServices(services: readonly Service[], now: number): readonly string[] {
	return shownServices(services).flatMap(service => [`service   ${service.id}  ${plainService(service, now)}`, ...(service.facts?.figures ?? []).map(figure => `service   ${service.id}  ${figureText(figure)}`)]);
}

function figureText({name, text, meaning}: ServiceFigure): string {
	return `${name} ${text}${meaning === '' ? '' : ` (${meaning})`}`;
}
