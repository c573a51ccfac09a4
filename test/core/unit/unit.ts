import test from 'ava';
import {launchdPlist} from '../../../source/core/unit/launchd.js';
import {systemdUnit} from '../../../source/core/unit/systemd.js';
import {readUnitMark} from '../../../source/core/unit/unit.js';

const odd = String.raw`/srv/50% "odd"/$HOME\dist/clutchd.js`;

const spec = {argv: ['/opt/my node/bin/node', odd], env: {PATH: '/usr/bin:/opt/a b', CLUTCH_HOME: '/home/ü/<&>$'}, foldersMade: 2};

test('writes a unit for systemd in which nothing has a second meaning', t => {
	t.is(systemdUnit(spec), String.raw`# Made by clutch service install (folders made for it: 2). clutch service uninstall takes it away.
[Unit]
Description=Clutch: keeps coding agents and their gateway

[Service]
Type=simple
ExecStart="/opt/my node/bin/node" "/srv/50%% \"odd\"/$$HOME\\dist/clutchd.js"
Environment="PATH=/usr/bin:/opt/a b"
Environment="CLUTCH_HOME=/home/ü/<&>$"
KillMode=process
Restart=on-failure
RestartSec=1

[Install]
WantedBy=default.target
`);
});

test('writes a property list for launchd in which nothing has a second meaning', t => {
	const lines = launchdPlist(spec).split('\n').map(line => line.trim());
	t.deepEqual(lines.filter(line => line.startsWith('<string>')), ['<string>/opt/my node/bin/node</string>', `<string>${odd}</string>`]);
	t.true(lines.includes('<key>CLUTCH_HOME</key><string>/home/ü/&lt;&amp;&gt;$</string>'));
	t.true(lines.includes('<key>AbandonProcessGroup</key><true/>'));
});

test('knows its own files again, with the folders that were made for them', t => {
	t.deepEqual([systemdUnit(spec), launchdPlist(spec), '[Unit]\nDescription=Clutch: keeps coding agents and their gateway\n', ''].map(text => readUnitMark(text)), [2, 2, undefined, undefined]);
});
