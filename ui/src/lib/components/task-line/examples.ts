import { example } from '../examples';
import TaskLineExample from './TaskLineExample.svelte';

export default [example('three lines', TaskLineExample, {})];
