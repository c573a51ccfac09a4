import type {Terminal} from '../test/helpers/terminal.js';
import {kill} from '../test/helpers/user-interface.js';
import type {Machine} from './machine.js';
import {startRecording, type Recording} from './recording.js';

const chord = '\0';

export const filmed = {cols: 110, rows: 30} as const;

/** Less than a minute of a day: start by code, split, zoom, search, watch, a kill, and all is there again. */
export async function film(machine: Machine, first: Terminal): Promise<Recording> {
	const recording = startRecording();
	await recording.until(first, 'Home has what runs', text => text.includes('Running') && text.includes('Pi'), 1500);
	await recording.type(first, 'cip');
	await recording.until(first, 'the preview is there', text => text.includes('runs'), 500);
	await recording.type(first, ' please echo 12 tests passed');
	await recording.until(first, 'what would run is there', () => true, 1000);
	first.write('\r');
	await recording.until(first, 'the agent has answered', text => text.includes('The command printed: 12 tests passed'), 1500);

	first.write(chord);
	await recording.until(first, 'the box is open', text => text.includes('› _'), 900);
	await recording.type(first, '|');
	await recording.until(first, 'the box says where it goes', text => text.includes('split right'), 500);
	first.write('D');
	await recording.until(first, 'the demo asks', text => text.includes('demo ›'), 500);
	await recording.type(first, 'long');
	first.write('\r');
	await recording.until(first, 'it answers', text => text.includes('Line 24 of 40'), 300);
	first.write(chord);
	await recording.until(first, 'the box is open', text => text.includes('› _'), 300);
	first.write('z');
	await recording.until(first, 'one pane hides the others', text => text.includes('zoom'), 900);
	first.write(chord);
	await recording.until(first, 'the box is open', text => text.includes('› _'), 300);
	first.write('z');
	await recording.until(first, 'both are there', text => !text.includes('zoom ') && text.includes('12 tests passed'), 700);

	first.write(chord);
	await recording.until(first, 'the box is open', text => text.includes('› _'), 300);
	await recording.type(first, '/vite');
	await recording.until(first, 'the session is found', text => text.includes('vite'), 900);
	first.write('\r');
	await recording.until(first, 'it is there', text => text.includes('port the build to vite'), 1000);
	first.write(chord);
	await recording.until(first, 'the box is open', text => text.includes('› _'), 300);
	first.write('w');
	await recording.until(first, 'Watch has its figures', text => text.includes('requests/min') && text.includes('demo-spare'), 2200);
	first.write('\u001B');
	await recording.until(first, 'the panes are there', text => text.includes('port the build to vite'), 600);

	kill(machine.dashboardOf(first));
	await recording.until(first, 'the terminal is right again', text => text.includes('clutch'), 2000);
	const second = machine.open(filmed);
	await recording.until(second, 'everything is there', text => text.includes('port the build to vite') && text.includes('● gateway'), 1500);
	second.write(chord);
	await recording.until(second, 'the box is open', text => text.includes('› _'), 300);
	second.write('<');
	await recording.until(second, 'the first workspace is there', text => text.includes('12 tests passed') && text.includes('Shift+arrows'), 700);
	second.write('\u001B');
	await recording.until(second, 'the pane has its keys', text => !text.includes('Shift+arrows'), 2500);
	kill(machine.dashboardOf(second));
	await second.exit;
	return recording;
}
