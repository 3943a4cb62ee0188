// What the scripts for both clients share: the questions that the tiny model knows, and small ways to look at what came.

export const tiny = "recua-tiny";
export const endless = "tiny-endless";
export const monday = [{ role: "user", content: "What day comes after Monday?" }];
export const weather = [{ role: "user", content: "What is the weather in Lima?" }];
export const sunny = '{"temperature": 21, "condition": "sunny"}';
export const city = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

// What a program sees of an error that the client raises.
export async function raised(call) {
  try {
    await call();
    return { raised: false };
  } catch (e) {
    return {
      raised: true,
      type: e.constructor.name,
      status: e.status,
      message: e.message,
      code: e.code ?? e.error?.error?.code,
      kind: e.type,
      requestId: e.requestID,
    };
  }
}

// A fetch that notes the status of every try and calls back with each answer.
export function watched(seen) {
  const tries = [];
  const fetch = async (url, options) => {
    const response = await globalThis.fetch(url, options);
    tries.push({ status: response.status, retryAfter: response.headers.get("retry-after") });
    await seen?.(response);
    return response;
  };
  return { tries, fetch };
}

// How long until no slot of the model's engine works any more.
export async function idleAfter(origin, model) {
  const start = performance.now();
  for (;;) {
    const answer = await fetch(`${origin}/slots?model=${model}`);
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    if (!(await answer.json()).some((slot) => slot.is_processing)) return Math.round(performance.now() - start);
    await new Promise((next) => setTimeout(next, 10));
  }
}

// Waits until one request waits for the model.
export async function untilOneWaits(origin, key, model) {
  for (;;) {
    const answer = await fetch(`${origin}/api/models/${model}`, { headers: { Authorization: `Bearer ${key}` } });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    if ((await answer.json()).waiting === 1) return;
    await new Promise((next) => setTimeout(next, 10));
  }
}

// What a program sees when the endless model's engine is taken away in the middle of its stream.
export async function brokenOff(origin, stream) {
  let events = 0;
  let ending = null;
  const error = await raised(async () => {
    for await (const _ of await stream()) {
      if (++events === 9) ending = endEngine(origin);
    }
  });
  await ending;
  return { events, ...error };
}

async function endEngine(origin) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${origin}/api/models/${endless}/unload?force=true`, { method: "POST", headers });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}

// Asks one question after the other and prints all answers as one JSON object, by the names of the functions. What a
// question fails with stands in its place.
export async function askAll(questions) {
  const results = {};
  for (const question of questions) {
    try {
      results[question.name] = await inTime(question());
    } catch (e) {
      results[question.name] = { failed: `${e.stack}` };
    }
  }
  console.log(JSON.stringify(results));
  process.exit(0);
}

function inTime(answer) {
  const late = new Promise((_, fail) => setTimeout(fail, 60_000, new Error("no answer within 60 s")));
  return Promise.race([answer, late]);
}
