import type {Terminal} from '../test/helpers/terminal.js';
import {kill} from '../test/helpers/user-interface.js';
import type {Machine} from './machine.js';
import {startRecording, type Recording} from './recording.js';

const chord = '\0';

export const filmed = {cols: 110, rows: 30} as const;

/** Some twenty seconds of a day: start by code, split, search, Watch, a session that is killed and restored, a kill of the dashboard, and all is there again. */
export async function film(machine: Machine, first: Terminal): Promise<Recording> {
	const recording = startRecording();
	const openBox = async (terminal: Terminal) => {
		terminal.write(chord);
		await recording.until(terminal, 'the box is open', text => text.includes('› _'), 300);
	};

	await recording.until(first, 'Home has what runs', text => text.includes('Running') && text.includes('Pi'), 1200);
	await recording.type(first, 'cip');
	await recording.until(first, 'the preview is there', text => text.includes('runs'), 500);
	await recording.type(first, ' please echo 12 tests passed');
	await recording.until(first, 'the preview has the prompt', text => text.includes('please echo 12 tests passed'), 700);
	first.write('\r');
	await recording.until(first, 'the agent has answered', text => text.includes('The command printed: 12 tests passed'), 1200);

	await openBox(first);
	first.write('|');
	await recording.until(first, 'the box says where it goes', text => text.includes('split right'), 500);
	first.write('D');
	await recording.until(first, 'the demo asks', text => text.includes('demo ›'), 400);
	first.write('long\r');
	await recording.until(first, 'it answers', text => text.includes('Line 24 of 40'), 500);

	await openBox(first);
	await recording.type(first, '/vite');
	await recording.until(first, 'the session is found', text => text.includes('vite'), 600);
	first.write('\r');
	await recording.until(first, 'it is there', text => text.includes('port the build to vite') && !text.includes('› /vite'), 700);
	await openBox(first);
	first.write('w');
	await recording.until(first, 'Watch has its figures', text => text.includes('requests/min') && text.includes('demo-spare'), 1800);
	first.write('\u001B');
	await recording.until(first, 'the panes are there', text => text.includes('port the build to vite'), 300);
	await openBox(first);
	first.write('S');
	await recording.until(first, 'it is asked', text => text.includes('Kill codex "vite"'), 800);
	first.write('y');
	await recording.until(first, 'it has ended', text => text.includes('was stopped'), 900);
	first.write('r');
	await recording.until(first, 'its conversation goes on', text => !text.includes('was stopped') && text.includes('port the build to vite') && text.includes('This is the demo'), 1300);

	kill(machine.dashboardOf(first));
	await recording.until(first, 'the terminal is right again', text => text.includes('clutch') && !text.includes('port the build to vite'), 1400);
	const second = machine.open(filmed);
	await recording.until(second, 'everything is there', text => text.includes('port the build to vite') && text.includes('● gateway'), 800);
	await openBox(second);
	second.write('<');
	await recording.until(second, 'the first workspace is there', text => text.includes('12 tests passed') && text.includes('Line 40 of 40'), 300);
	second.write('\u001B');
	await recording.until(second, 'the pane has its keys', text => !text.includes('Shift+arrows'), 1800);
	kill(machine.dashboardOf(second));
	await second.exit;
	return recording;
}
