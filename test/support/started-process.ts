/** Loaded into the processes that `startNode` starts. */
import './die-with-parent.ts';

// Waiting for that must not keep a process alive which has nothing else to do; listening for messages must.
process.channel?.unref();
process.on('newListener', (event) => {
  if (event === 'message') process.channel?.ref();
});
