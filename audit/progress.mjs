// What both clients ask, and how they tell it: one JSON line a result.
export const PROGRESS = 'subscription ($id: ID!) { planProgress(jobId: $id) { stage seconds job { status } } }';

export function printed(client, operation) {
  return new Promise((resolve, reject) => {
    client.subscribe(operation, {
      next: (result) => console.log(JSON.stringify(result)),
      error: reject,
      complete: resolve,
    });
  });
}
