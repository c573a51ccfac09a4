import test from 'ava';
import {testFaults} from '../helpers/faults.js';

testFaults(test, {from: 6, to: 14});
