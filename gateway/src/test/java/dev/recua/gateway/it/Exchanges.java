package dev.recua.gateway.it;

import java.util.List;

/// Requests of which no answer was recorded and which pass through us all the same, with the status
/// that an engine alone gives the bundled model.
final class Exchanges {
    private static final String ASK = "'messages':[{'role':'user','content':'Hello!'}]";
    private static final String TOOLS =
            "'tools':[{'type':'function','function':{'name':'get_weather','description':"
                    + "'get_weather','parameters':{'type':'object','properties':"
                    + "{'city':{'type':'string'}},'required':['city']}}}]";

    /// For the bundled model as it is.
    static final List<Capture> CHAT =
            List.of(
                    chat(ASK + ",'stream':true"),
                    chat(ASK + ",'stream':true,'timings_per_token':true,'return_progress':true"),
                    chat(ASK + ",'logprobs':true,'top_logprobs':2"),
                    chat(ASK + ",'stop':['help'],'n':1,'seed':7"),
                    chat(weather()),
                    chat(weather() + ",'stream':true"),
                    chat(ASK + ",'chat_template_kwargs':{'enable_thinking':false}"),
                    chat(ASK + ",'response_format':{'type':'json_object'},'max_tokens':8"),
                    chat("'messages':[],'stream':true"),
                    Capture.post("/v1/completions", "{'prompt':'1, 2,','max_tokens':3}", 200),
                    Capture.post(
                            "/v1/completions",
                            "{'prompt':'1, 2,','max_tokens':3,'temperature':0,'stream':true}",
                            200),
                    Capture.post("/completions", "{'prompt':[1,2,3],'n_predict':2}", 200),
                    Capture.post("/completion", "{'prompt':['1','2'],'n_predict':2}", 200),
                    Capture.post("/v1/responses", "{'input':'Hello!','temperature':0}", 200),
                    Capture.post(
                            "/v1/responses",
                            "{'input':'Hello!','temperature':0,'stream':true}",
                            200),
                    Capture.post("/v1/responses", "{'input':5}", 400),
                    messages("'max_tokens':64,'temperature':0,'stream':true," + ASK, 200),
                    messages("'max_tokens':64,'temperature':0,'system':'Hello'," + ASK, 200),
                    messages("'max_tokens':5", 500),
                    Capture.post("/v1/messages/count_tokens", "{" + ASK + "}", 200),
                    Capture.post("/tokenize", "{'content':'Hello'}", 200),
                    Capture.post("/tokenize", "{}", 200),
                    Capture.post("/detokenize", "{'tokens':[]}", 200),
                    Capture.post("/apply-template", "{" + ASK + "," + TOOLS + "}", 200),
                    Capture.post("/infill", "{}", 501),
                    Capture.post("/embedding", "{'content':'x'}", 501),
                    Capture.post("/rerank", "{'query':'a','documents':['b']}", 501),
                    Capture.post("/slots/0?action=erase", "{}", 200),
                    Capture.post("/slots/0?action=save", "{'filename':'kept.bin'}", 200),
                    Capture.post("/slots/0?action=restore", "{'filename':'kept.bin'}", 200),
                    Capture.post("/slots/0?action=dance", "{}", 400),
                    Capture.post("/lora-adapters", "[]", 200),
                    Capture.get("/slots", 200));

    /// With embeddings on.
    static final List<Capture> EMBEDDINGS =
            List.of(
                    Capture.post("/embeddings", "{'content':['a','b']}", 200),
                    Capture.post(
                            "/v1/embeddings", "{'input':['a'],'encoding_format':'float'}", 200),
                    Capture.post("/v1/embeddings", "{}", 400));

    /// With reranking on.
    static final List<Capture> RERANK =
            List.of(
                    rerank("/rerank"),
                    rerank("/reranking"),
                    rerank("/v1/rerank"),
                    rerank("/v1/reranking"),
                    Capture.post("/rerank", "{'query':'a','texts':['b','c']}", 200),
                    Capture.post("/v1/rerank", "{'documents':['b']}", 400));

    private Exchanges() {}

    private static String weather() {
        return "'messages':[{'role':'user','content':'What is the weather in Lima?'}]," + TOOLS;
    }

    private static Capture chat(String members) {
        return Capture.post("/v1/chat/completions", "{'temperature':0," + members + "}", 200);
    }

    private static Capture messages(String members, int status) {
        return Capture.post("/v1/messages", "{" + members + "}", status);
    }

    private static Capture rerank(String path) {
        return Capture.post(path, "{'query':'a','documents':['b','c'],'top_n':1}", 200);
    }
}
