package dev.recua.benchmarks;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// How soon the engine's side of a request is closed after its client has left. The product
/// promises 100 ms.
final class ClientLeaves implements Scenario {
    private static final int PATIENCE_MILLIS = 10_000;

    @Override
    public String name() {
        return "client leaves";
    }

    @Override
    public String how() {
        return "From the client's close to the moment at which a scripted engine sees its connection"
                + " closed; the client leaves 5 to 25 ms after the request has arrived there.";
    }

    @Override
    public List<Sample> measure(Workbench bench) throws IOException, InterruptedException {
        try (var notes = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            notes.setSoTimeout(PATIENCE_MILLIS);
            Path engine = ScriptedEngine.install(bench.newFolder("engine"), notes.getLocalPort());
            try (var gateway =
                    GatewayProcess.start(
                            bench.launcher(), bench.newFolder("home"), engine, Map.of())) {
                int rounds = bench.rounds(50);
                return List.of(
                        leave(gateway, notes, rounds, "silent prompt, stream", "be silent", true),
                        leave(gateway, notes, rounds, "silent prompt, whole", "be silent", false),
                        leave(gateway, notes, rounds, "mid-stream", "flow", true));
            }
        }
    }

    private static Sample leave(
            GatewayProcess gateway,
            DatagramSocket notes,
            int rounds,
            String situation,
            String say,
            boolean stream)
            throws IOException {
        String json =
                "{\"model\":\"recua-tiny\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(stream, say);
        var random = new Random(rounds);
        var millis = new ArrayList<Double>();
        for (int round = -3; round < rounds; round++) {
            long left;
            try (var request = RawRequest.chat(gateway.address(), Optional.empty(), json)) {
                noted(notes, "arrived");
                if (say.equals("flow")) request.awaitText("data: {");
                Clocks.pauseMillis(5 + random.nextInt(20));
                left = Clocks.wallMicros();
            }
            long closed = noted(notes, "closed");
            if (round >= 0) millis.add((closed - left) / 1e3);
        }
        return new Sample(situation, "ms", millis);
    }

    private static long noted(DatagramSocket notes, String what) throws IOException {
        var packet = new DatagramPacket(new byte[64], 64);
        notes.receive(packet);
        String text =
                new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
        if (!text.startsWith(what + " ")) {
            throw new IOException("the engine says '" + text + "', expected was " + what);
        }
        return Long.parseLong(text.substring(what.length() + 1));
    }
}
