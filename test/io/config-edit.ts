import test from 'ava';
import {editConfigText, type ConfigEdit} from '../../source/io/config-edit.js';
import {readJsonc} from '../../source/io/jsonc.js';

const edited = test.macro({
	exec(t, text: string, edits: readonly ConfigEdit[], expected: string) {
		const result = editConfigText(text, edits);
		t.deepEqual(result, {type: 'text', text: expected});
		t.is(readJsonc(expected).type, 'value');
	},
	title: (title = '') => title,
});

const row = {argv: ['db', '--port', '{port}'], port: 5432};

test('begins a file that is empty', edited, '', [{path: ['services', 'db'], value: row}], '{\n\t"services": {"db": {"argv": ["db", "--port", "{port}"], "port": 5432}}\n}\n');
test('adds behind what is there and what is said beside it', edited, '{\n\t// mine\n\t"a": 1 // one\n}\n', [{path: ['b'], value: 2}], '{\n\t// mine\n\t"a": 1, // one\n\t"b": 2\n}\n');
test('keeps the habit of a comma at the end', edited, '{\n  "a": 1, // one\n  // "c": 3,\n}\n', [{path: ['b', 'd'], value: true}], '{\n  "a": 1, // one\n  "b": {"d": true},\n  // "c": 3,\n}\n');
test('adds to an object on one line', edited, '{"services": {"headroom": {"enabled": false}}}', [{path: ['services', 'db'], value: {port: 1}}], '{"services": {"headroom": {"enabled": false}, "db": {"port": 1}}}');
test('writes an object over lines that is too long for one', edited, '{\n\t"services": {"headroom": {"port": 8797}} // mine\n}\n', [{path: ['services', 'vectors'], value: {argv: ['python3', '-m', 'vectors', '--port', '9200'], port: 9200, startup: {tcp: true}}}], '{\n\t"services": {\n\t\t"headroom": {"port": 8797},\n\t\t"vectors": {\n\t\t\t"argv": ["python3", "-m", "vectors", "--port", "9200"],\n\t\t\t"port": 9200,\n\t\t\t"startup": {"tcp": true}\n\t\t}\n\t} // mine\n}\n');
test('leaves an object on its line that has a comment', edited, '{\n\t"services": {/* one */ "headroom": {"port": 8797}}\n}\n', [{path: ['services', 'vectors'], value: {argv: ['python3', '-m', 'vectors', '--port', '9200'], port: 9200, startup: {tcp: true}}}], '{\n\t"services": {/* one */ "headroom": {"port": 8797}, "vectors": {\n\t\t"argv": ["python3", "-m", "vectors", "--port", "9200"],\n\t\t"port": 9200,\n\t\t"startup": {"tcp": true}\n\t}}\n}\n');
test('adds to an object that has comments only', edited, '{ // first\n\t// "a": 1,\n}\n', [{path: ['b'], value: 2}], '{ // first\n\t"b": 2\n\t// "a": 1,\n}\n');
test('adds to an empty object on one line', edited, '{}', [{path: ['b'], value: 2}], '{\n\t"b": 2\n}');
test('writes what is long over lines', edited, '{\n\t"a": 1\n}\n', [{path: ['services', 'db'], value: {argv: ['/usr/lib/postgresql/17/bin/postgres', '-D', '/var/lib/data', '-p', '{port}'], port: 5432}}], '{\n\t"a": 1,\n\t"services": {\n\t\t"db": {\n\t\t\t"argv": ["/usr/lib/postgresql/17/bin/postgres", "-D", "/var/lib/data", "-p", "{port}"],\n\t\t\t"port": 5432\n\t\t}\n\t}\n}\n'.replace('["/usr/lib/postgresql/17/bin/postgres", "-D", "/var/lib/data", "-p", "{port}"]', '[\n\t\t\t\t"/usr/lib/postgresql/17/bin/postgres",\n\t\t\t\t"-D",\n\t\t\t\t"/var/lib/data",\n\t\t\t\t"-p",\n\t\t\t\t"{port}"\n\t\t\t]'));
test('changes a value and nothing beside it', edited, '{\n\t"a": {"b": 1 /* low */, "c": [1, 2]}, // x\n}\n', [{path: ['a', 'b'], value: 3}, {path: ['a', 'c'], value: []}], '{\n\t"a": {"b": 3 /* low */, "c": []}, // x\n}\n');
test('takes a line away with what is said beside it', edited, '{\n\t"a": 1, // one\n\t// about b\n\t"b": 2, // two\n\t"c": 3\n}\n', [{path: ['b'], value: undefined}], '{\n\t"a": 1, // one\n\t// about b\n\t"c": 3\n}\n');
test('takes the last one away with the comma before it', edited, '{\n\t"a": 1, // one\n\t"b": 2 // two\n}\n', [{path: ['b'], value: undefined}], '{\n\t"a": 1 // one\n}\n');
test('takes the only one away with its comma', edited, '{\n\t"a": 1,\n}\n', [{path: ['a'], value: undefined}], '{\n}\n');
test('takes one of a line away', edited, '{"a": 1, "b": 2, "c": 3}', [{path: ['b'], value: undefined}, {path: ['c'], value: undefined}], '{"a": 1}');
test('takes the first of a line away', edited, '{"a": 1, "b": 2}', [{path: ['a'], value: undefined}], '{"b": 2}');
test('takes the only one of a line away', edited, '{"x": {"a": 1,}}', [{path: ['x', 'a'], value: undefined}], '{"x": {}}');
test('takes a value away that is not there', edited, '{"a": 1}', [{path: ['b', 'c'], value: undefined}], '{"a": 1}');
test('changes only its own lines of a file with long ones', edited, '{\n\t"services": {\n\t\t"a": {\n\t\t\t"argv": ["x"]\n\t\t}\n\t}\n}\n', [{path: ['services', 'b'], value: {argv: ['y']}}], '{\n\t"services": {\n\t\t"a": {\n\t\t\t"argv": ["x"]\n\t\t},\n\t\t"b": {"argv": ["y"]}\n\t}\n}\n');

test('writes nothing into what is no object', t => {
	t.deepEqual(editConfigText('{"services": [1]}', [{path: ['services', 'db'], value: {}}]), {type: 'blocked', path: ['services', 'db']});
	t.deepEqual(editConfigText('[1]', [{path: ['a'], value: 1}]), {type: 'blocked', path: ['a']});
});
