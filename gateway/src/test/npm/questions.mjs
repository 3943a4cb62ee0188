// Asks a gateway everything that a program with OpenAI's client asks, and prints what came as one JSON object.
//
//   node questions.mjs http://127.0.0.1:8091/v1

import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.argv[2], apiKey: "no-key-needed" });
const tiny = "recua-tiny";
const monday = (model) => ({
  model,
  temperature: 0,
  messages: [{ role: "user", content: "What day comes after Monday?" }],
});

async function list() {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  return { ids, byAlias: (await client.models.retrieve(tiny)).id };
}

async function chat() {
  const answer = await client.chat.completions.create(monday(tiny));
  return { text: answer.choices[0].message.content, model: answer.model };
}

async function stream() {
  const pieces = [];
  for await (const chunk of await client.chat.completions.create({ ...monday(tiny), stream: true })) {
    pieces.push(chunk.choices[0]?.delta?.content ?? "");
  }
  return { text: pieces.join(""), chunks: pieces.length };
}

async function tool() {
  const answer = await client.chat.completions.create({
    model: tiny,
    temperature: 0,
    messages: [{ role: "user", content: "What is the weather in Lima?" }],
    tools: [
      {
        type: "function",
        function: {
          name: "get_weather",
          description: "get_weather",
          parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
        },
      },
    ],
  });
  const { finish_reason: finishReason, message } = answer.choices[0];
  const { name, arguments: given } = message.tool_calls[0].function;
  return { finishReason, name, arguments: given };
}

async function schema() {
  const answer = await client.chat.completions.create({
    model: tiny,
    temperature: 0,
    messages: [{ role: "user", content: "Answer as JSON with keys city and country: What is the capital of Japan?" }],
    response_format: {
      type: "json_schema",
      json_schema: {
        name: "capital",
        strict: true,
        schema: {
          type: "object",
          properties: { city: { type: "string" }, country: { type: "string" } },
          required: ["city", "country"],
          additionalProperties: false,
        },
      },
    },
  });
  return JSON.parse(answer.choices[0].message.content);
}

// The client asks for base64 by itself and turns it back into numbers.
async function embed() {
  const answer = await client.embeddings.create({ model: "tiny-embed", input: ["Monday", "Tuesday"] });
  return answer.data.map((row) => ({
    width: row.embedding.length,
    norm: Math.sqrt(row.embedding.reduce((sum, x) => sum + x * x, 0)),
  }));
}

async function wrongModel() {
  try {
    await client.chat.completions.create(monday("recua-tine"));
    return { raised: false };
  } catch (e) {
    return { raised: true, isNotFound: e instanceof OpenAI.NotFoundError, status: e.status, code: e.code, message: e.message };
  }
}

// A stream without an end keeps its model loaded; another model is loaded only when the place is free.
async function abort() {
  const controller = new AbortController();
  const endless = await client.chat.completions.create(
    { ...monday("tiny-endless"), stream: true, ignore_eos: true },
    { signal: controller.signal },
  );
  let chunks = 0;
  for await (const _ of endless) {
    if (++chunks === 5) controller.abort();
  }
  const aborted = performance.now();
  const other = await client.chat.completions.create(monday(tiny));
  return { chunks, text: other.choices[0].message.content, waitedMs: Math.round(performance.now() - aborted) };
}

const results = {};
for (const question of [list, chat, stream, tool, schema, embed, wrongModel, abort]) {
  results[question.name] = await question();
}
console.log(JSON.stringify(results));
