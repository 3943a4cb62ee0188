package dev.recua.supervisor.args;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The table behind [Options]. One line each:
///
/// ```text
/// SPELLINGS [/ NEGATIONS] [< FORMER SPELLINGS [/ FORMER NEGATIONS]] : KIND [! ADVICE]
/// ```
///
/// The preferred spelling comes first; what follows `<` is known only by builds before 0.7.0. The
/// advice is for a llama-server that does not have the option. Kinds: `switch`, `whole LEAST
/// [WORDS…]`, `number`, `toggle WORDS…`, `one-of WORDS…`, `some-of WORDS…`, `text`, `file`,
/// `scaled`, `pair`, `secret VARIABLE`.
///
/// Sources: `--help` of 0.7.0 (build 11669, captured in `testkit`) for all that has no `<`; for the
/// rest llama.cpp's server README of October 2024, what 0.7.0 answers to a word that it had, and
/// its pull request [20834](https://github.com/ggml-org/llama.cpp/pull/20834) (`--load-mode`).
final class OptionTable {
    private static final String TABLE =
            """
            # ending
            --help -h --usage : switch
            --version : switch
            --cache-list -cl : switch
            --completion-bash : switch
            --list-devices : switch

            # model
            --model -m : file
            --model-url -mu : text
            --hf-repo -hf -hfr : text
            --hf-file -hff : text
            --hf-token -hft : secret HF_TOKEN
            --docker-repo -dr : text
            --offline : switch
            --alias -a : text
            --tags : text
            --lora : file
            --lora-scaled : scaled
            --lora-init-without-apply : switch
            --control-vector : file
            --control-vector-scaled : scaled
            --control-vector-layer-range : pair
            --override-kv : text
            --check-tensors : switch
            --embd-gemma-default : switch
            --fim-qwen-1.5b-default : switch
            --fim-qwen-3b-default : switch
            --fim-qwen-7b-default : switch
            --fim-qwen-7b-spec : switch
            --fim-qwen-14b-spec : switch
            --fim-qwen-30b-default : switch
            --gpt-oss-20b-default : switch
            --gpt-oss-120b-default : switch
            --vision-gemma-4b-default : switch
            --vision-gemma-12b-default : switch

            # context
            --ctx-size -c : whole 0
            --predict -n --n-predict : whole -1
            --batch-size -b : whole 1
            --ubatch-size -ub : whole 1
            --keep : whole -1
            --context-shift / --no-context-shift : switch
            --swa-full : switch
            --escape -e / --no-escape : switch
            --rope-scaling : one-of none linear yarn
            --rope-scale : number
            --rope-freq-base : number
            --rope-freq-scale : number
            --yarn-orig-ctx : whole 0
            --yarn-ext-factor : number
            --yarn-attn-factor : number
            --yarn-beta-slow : number
            --yarn-beta-fast : number
            < --grp-attn-n -gan : whole 1 ! self-extend is gone; --rope-scaling yarn lengthens a context
            < --grp-attn-w -gaw : whole 1 ! self-extend is gone; --rope-scaling yarn lengthens a context
            < --system-prompt-file -spf : file ! send the system prompt as a message of the request

            # parallel
            --parallel -np : whole -1
            --kv-unified -kvu / --no-kv-unified -no-kvu : switch
            --kv-unified-per-slot : whole 1
            --cont-batching -cb / --no-cont-batching -nocb : switch
            --cache-prompt / --no-cache-prompt : switch
            --cache-reuse : whole 0
            --cache-ram -cram : whole -1
            --cache-idle-slots / --no-cache-idle-slots : switch
            --ctx-checkpoints -ctxcp --swa-checkpoints : whole 0
            --checkpoint-min-step -cms : whole 0
            --slot-prompt-similarity -sps : number
            --slot-save-path : file
            --lookup-cache-static -lcs : file
            --lookup-cache-dynamic -lcd : file
            < --dump-kv-cache -dkvc : switch ! --slots shows what is left of it

            # threads
            --threads -t : whole -1
            --threads-batch -tb : whole -1
            --threads-http : whole -1
            --prio : whole -1
            --prio-batch : whole 0
            --poll : whole 0
            --poll-batch : one-of 0 1
            --cpu-mask -C : text
            --cpu-range -Cr : text
            --cpu-strict : one-of 0 1
            --cpu-mask-batch -Cb : text
            --cpu-range-batch -Crb : text
            --cpu-strict-batch : one-of 0 1
            --numa : one-of distribute isolate numactl
            --perf / --no-perf : switch

            # gpu
            --gpu-layers -ngl --n-gpu-layers : whole 0 auto all
            --split-mode -sm : one-of none layer row tensor
            --tensor-split -ts : text
            --main-gpu -mg : whole 0
            --device -dev : text
            --override-tensor -ot : text
            --cpu-moe -cmoe : switch
            --n-cpu-moe -ncmoe : whole 0
            --n-cpu-ffn -ncffn : whole 0
            --moe-cache-mib : whole 0
            --kv-offload -kvo / --no-kv-offload -nkvo : switch
            --op-offload / --no-op-offload : switch
            --no-host : switch
            --rpc : text

            # fit
            --fit -fit : one-of on off
            --fit-target -fitt : text
            --fit-ctx -fitc : whole 0

            # attention
            --cache-type-k -ctk : one-of f32 f16 bf16 q8_0 q4_0 q4_1 iq4_nl q5_0 q5_1
            --cache-type-v -ctv : one-of f32 f16 bf16 q8_0 q4_0 q4_1 iq4_nl q5_0 q5_1
            --flash-attn -fa < / --no-flash-attn : toggle on off auto
            --defrag-thold -dt : number

            # load
            --load-mode -lm : one-of auto none mmap mlock mmap+mlock dio
            --lazy-mode -lzm : one-of auto on off
            --warmup / --no-warmup : switch
            --repack / --no-repack -nr : switch
            < --mlock : switch ! --load-mode of newer builds says it
            < --mmap / --no-mmap : switch ! --load-mode of newer builds says it
            < --direct-io -dio / --no-direct-io -ndio : switch ! --load-mode of newer builds says it

            # http
            --host : text
            --port : whole 0
            --reuse-port : switch
            --timeout -to : whole 0
            --sse-ping-interval : whole -1
            --api-prefix : text
            --path : file
            --api-key : secret LLAMA_API_KEY
            --api-key-file : file
            --ssl-key-file : file
            --ssl-cert-file : file
            --cors-origins : text
            --cors-methods : text
            --cors-headers : text
            --cors-credentials / --no-cors-credentials : switch
            --ui --webui / --no-ui --no-webui : switch
            --ui-config --webui-config : text
            --ui-config-file --webui-config-file : file
            --ui-mcp-proxy --webui-mcp-proxy / --no-ui-mcp-proxy --no-webui-mcp-proxy : switch
            --metrics : switch
            --props : switch
            --slots / --no-slots < / --slots-endpoint-disable : switch
            --media-path : file
            --tools : text
            --tools-runtime : text
            --mcp-servers-config : file
            --mcp-servers-json : secret LLAMA_ARG_MCP_SERVERS_JSON
            --agent -ag / --no-agent -no-ag : switch

            # router
            --models-dir : file ! so it serves one file, not a folder; name a GGUF file (-m, llama_model_path) or use a newer engine
            --models-preset : file
            --models-max : whole 0
            --models-autoload / --no-models-autoload : switch

            # chat
            --jinja / --no-jinja : switch
            --chat-template : text
            --chat-template-file : file
            --chat-template-kwargs : text
            --skip-chat-parsing / --no-skip-chat-parsing : switch
            --prefill-assistant / --no-prefill-assistant : switch
            --reasoning-format : one-of auto none deepseek deepseek-legacy
            --reasoning -rea : one-of on off auto
            --reasoning-effort : text
            --reasoning-budget : whole -1
            --reasoning-budget-message : text
            --reasoning-preserve / --no-reasoning-preserve : switch
            --reverse-prompt -r : text
            --special -sp : switch

            # modes
            --embeddings --embedding : switch
            --reranking --rerank : switch
            --pooling : one-of none mean cls last rank
            --embd-normalize : whole -1
            --mmproj -mm : file
            --mmproj-url -mmu : text
            --mmproj-auto / --no-mmproj --no-mmproj-auto : switch
            --mmproj-offload / --no-mmproj-offload : switch
            --mmproj-device -mmdev : text
            --image-min-tokens : whole 0
            --image-max-tokens : whole 0
            --mtmd-batch-max-tokens : whole 0
            --video-fps : number
            --video-timestamp-interval : whole 0
            --video-ffmpeg-dir : file
            --spm-infill : switch
            --sleep-idle-seconds : whole -1

            # sampling
            --samplers : text
            --sampler-seq --sampling-seq : text
            --seed -s : whole -1
            --temp --temperature : number
            --top-k : whole -1
            --top-p : number
            --min-p : number
            --top-n-sigma --top-nsigma : number
            --xtc-probability : number
            --xtc-threshold : number
            --typical-p --typical : number
            --repeat-last-n : whole 0
            --repeat-penalty : number
            --presence-penalty : number
            --frequency-penalty : number
            --dry-multiplier : number
            --dry-base : number
            --dry-allowed-length : whole 0
            --dry-penalty-last-n : whole 0
            --dry-sequence-breaker : text
            --adaptive-target : number
            --adaptive-decay : number
            --dynatemp-range : number
            --dynatemp-exp : number
            --mirostat : one-of 0 1 2
            --mirostat-lr : number
            --mirostat-ent : number
            --logit-bias -l : text
            --grammar : text
            --grammar-file : file
            --json-schema -j : text
            --json-schema-file -jf : file
            --ignore-eos : switch
            --backend-sampling -bs : switch
            < --tfs : number ! tail free sampling is gone; --min-p is what most use now
            < --penalize-nl / --no-penalize-nl : switch ! --repeat-penalty no longer treats newlines apart

            # speculative
            --spec-type : some-of none draft-simple draft-eagle3 draft-mtp draft-dflash draft-dspark ngram-simple ngram-map-k ngram-map-k4v ngram-mod ngram-cache
            --spec-default : switch
            --spec-draft-model -md --model-draft : file
            --spec-draft-hf -hfd -hfrd --hf-repo-draft : text
            --spec-draft-n-max < --draft-max --draft --draft-n : whole 0
            --spec-draft-n-min < --draft-min --draft-n-min : whole 0
            --spec-draft-n-ubatch : whole 0
            --spec-draft-p-min --draft-p-min : number
            --spec-draft-p-split --draft-p-split : number
            --spec-draft-sampling : one-of greedy probabilistic
            --spec-draft-backend-sampling / --no-spec-draft-backend-sampling : switch
            --spec-draft-ngl -ngld --gpu-layers-draft --n-gpu-layers-draft : whole 0 auto all
            --spec-draft-device -devd --device-draft : text
            --spec-draft-override-tensor -otd --override-tensor-draft : text
            --spec-draft-cpu-moe -cmoed --cpu-moe-draft : switch
            --spec-draft-n-cpu-moe --spec-draft-ncmoe -ncmoed --n-cpu-moe-draft : whole 0
            --spec-draft-type-k -ctkd --cache-type-k-draft : one-of f32 f16 bf16 q8_0 q4_0 q4_1 iq4_nl q5_0 q5_1
            --spec-draft-type-v -ctvd --cache-type-v-draft : one-of f32 f16 bf16 q8_0 q4_0 q4_1 iq4_nl q5_0 q5_1
            --spec-draft-threads -td --threads-draft : whole -1
            --spec-draft-threads-batch -tbd --threads-batch-draft : whole -1
            --spec-draft-cpu-mask -Cd --cpu-mask-draft : text
            --spec-draft-cpu-range -Crd --cpu-range-draft : text
            --spec-draft-cpu-strict --cpu-strict-draft : one-of 0 1
            --spec-draft-prio --prio-draft : whole 0
            --spec-draft-poll --poll-draft : one-of 0 1
            --spec-draft-cpu-mask-batch -Cbd --cpu-mask-batch-draft : text
            --spec-draft-cpu-strict-batch --cpu-strict-batch-draft : one-of 0 1
            --spec-draft-prio-batch --prio-batch-draft : whole 0
            --spec-draft-poll-batch --poll-batch-draft : one-of 0 1
            --spec-synth-len : number
            --spec-synth-rates : text
            --spec-ngram-mod-n-min : whole 0
            --spec-ngram-mod-n-max : whole 0
            --spec-ngram-mod-n-match : whole 1
            --spec-ngram-simple-size-n : whole 1
            --spec-ngram-simple-size-m : whole 1
            --spec-ngram-simple-min-hits : whole 1
            --spec-ngram-map-k-size-n : whole 1
            --spec-ngram-map-k-size-m : whole 1
            --spec-ngram-map-k-min-hits : whole 1
            --spec-ngram-map-k4v-size-n : whole 1
            --spec-ngram-map-k4v-size-m : whole 1
            --spec-ngram-map-k4v-min-hits : whole 1
            < --spec-ngram-size-n : whole 0 ! say of which: --spec-ngram-simple-size-n, --spec-ngram-map-k-size-n, --spec-ngram-map-k4v-size-n or --spec-ngram-mod-n-match
            < --spec-ngram-size-m : whole 0 ! say of which: --spec-ngram-simple-size-m, --spec-ngram-map-k-size-m or --spec-ngram-map-k4v-size-m
            < --spec-ngram-min-hits : whole 0 ! say of which: --spec-ngram-simple-min-hits, --spec-ngram-map-k-min-hits or --spec-ngram-map-k4v-min-hits

            # log
            --verbosity -lv --log-verbosity : whole 0
            --verbose -v --log-verbose : switch
            --log-disable : switch
            --log-file : file
            --log-jsonl / --no-log-jsonl : switch
            --log-colors : toggle on off auto
            --log-prefix / --no-log-prefix : switch
            --log-timestamps / --no-log-timestamps : switch
            --log-prompts-dir : file
            < --logdir -ld : file ! --log-file names the file
            < --verbose-prompt : switch ! --log-prompts-dir keeps the prompts
            """;

    private OptionTable() {}

    static List<Option> read() {
        List<Option> options = new ArrayList<>();
        String group = "";
        for (String line : TABLE.lines().filter(it -> !it.isBlank()).toList()) {
            if (line.startsWith("# ")) {
                group = line.substring(2);
            } else {
                options.add(option(group, line));
            }
        }
        return options;
    }

    private static Option option(String group, String line) {
        String[] advised = line.split(" ! ", 2);
        String[] halves = advised[0].split(" : ", 2);
        if (halves.length != 2) throw new IllegalArgumentException("no kind in: " + line);
        String[] ages = halves[0].split("<", 2);
        String[] now = ages[0].split("/", 2);
        String[] before = ages.length > 1 ? ages[1].split("/", 2) : new String[] {""};
        return new Option(
                group,
                words(now[0]),
                now.length > 1 ? words(now[1]) : List.of(),
                words(before[0]),
                before.length > 1 ? words(before[1]) : List.of(),
                kind(words(halves[1])),
                advised.length > 1 ? Optional.of(advised[1]) : Optional.empty());
    }

    private static Kind kind(List<String> words) {
        List<String> rest = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "switch" -> new Kind.Switch();
            case "whole" ->
                    new Kind.Whole(Long.parseLong(rest.getFirst()), rest.subList(1, rest.size()));
            case "number" -> new Kind.Decimal();
            case "toggle" -> new Kind.Toggle(rest);
            case "one-of" -> new Kind.OneOf(rest);
            case "some-of" -> new Kind.SomeOf(rest);
            case "text" -> new Kind.Text();
            case "file" -> new Kind.File();
            case "scaled" -> new Kind.Scaled();
            case "pair" -> new Kind.Pair();
            case "secret" -> new Kind.Secret(rest.getFirst());
            default -> throw new IllegalArgumentException("no such kind: " + words.getFirst());
        };
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    }
}
