import test from 'ava';
import {testFaults} from '../helpers/faults.js';

testFaults(test, {from: 15, to: 20});
