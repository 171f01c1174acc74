"""Plays what a WHEP endpoint serves, and says on standard output what is seen and heard.

usage: whep-player.py URL [TOKEN]

One JSON object a line: {"state": "connected"}, {"colour": [r, g, b]} of the picture's middle and {"hertz": f} of the
strongest tone (0 in silence), a few times a second; {"refused": status} when the endpoint does not take the offer.
The end of standard input ends it: it deletes its session first, as a player does.
"""

import json
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

SAMPLE_HZ = 48000
BANDS = 1024
SILENT_BELOW_DB = -50
RTP = "application/x-rtp,media={media},encoding-name={codec},clock-rate={rate},payload={payload}"
KINDS = {
    "video": (RTP.format(media="video", codec="VP8", rate=90000, payload=96),
              "rtpvp8depay ! vp8dec ! videoconvert ! video/x-raw,format=RGB "
              "! appsink name=out emit-signals=true sync=false max-buffers=1 drop=true"),
    "audio": (RTP.format(media="audio", codec="OPUS", rate=48000, payload=111) + ",encoding-params=(string)2",
              f"rtpopusdepay ! opusdec ! audioconvert ! audio/x-raw,channels=1,rate={SAMPLE_HZ} "
              f"! spectrum bands={BANDS} threshold=-80 interval=200000000 ! fakesink sync=false"),
}


def tell(**what):
    # In one piece: several threads tell.
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class Player:
    def __init__(self, url, token):
        self.url, self.token, self.session = url, token, None
        self.loop = GLib.MainLoop()
        self.pipeline = Gst.Pipeline()
        self.webrtc = Gst.ElementFactory.make("webrtcbin")
        self.webrtc.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.pipeline.add(self.webrtc)
        for caps, _ in KINDS.values():
            direction = GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY
            self.webrtc.emit("add-transceiver", direction, Gst.Caps.from_string(caps))
        self.webrtc.connect("pad-added", self.play)
        self.webrtc.connect("notify::ice-gathering-state", self.gathered)
        self.webrtc.connect("notify::connection-state", self.connection_changed)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::element", self.heard)
        bus.connect("message::error", self.failed)

    def run(self):
        self.pipeline.set_state(Gst.State.PLAYING)
        self.webrtc.emit("create-offer", None, Gst.Promise.new_with_change_func(self.offered))
        threading.Thread(target=self.until_end_of_input, daemon=True).start()
        self.loop.run()
        if self.session is not None:
            self.request("DELETE", self.session)
        self.pipeline.set_state(Gst.State.NULL)

    def until_end_of_input(self):
        sys.stdin.read()
        GLib.idle_add(self.loop.quit)

    def offered(self, promise):
        # What the reply holds lives only as long as the reply.
        reply = promise.get_reply()
        offer = reply.get_value("offer")
        self.webrtc.emit("set-local-description", offer, Gst.Promise.new())

    def gathered(self, webrtc, _):
        """All candidates are in the offer then: there is no PATCH to be sent."""
        if webrtc.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            GLib.idle_add(self.ask)

    def ask(self):
        description = self.webrtc.get_property("local-description")
        offer = description.sdp.as_text()
        try:
            with self.request("POST", self.url, offer) as answer:
                self.session = urllib.parse.urljoin(self.url, answer.headers["Location"])
                self.take(answer.read().decode())
        except urllib.error.HTTPError as refusal:
            tell(refused=refusal.code)
            self.loop.quit()

    def take(self, text):
        _, sdp = GstSdp.SDPMessage.new_from_text(text)
        answer = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, sdp)
        self.webrtc.emit("set-remote-description", answer, Gst.Promise.new())

    def request(self, method, url, body=None):
        headers = {"Content-Type": "application/sdp"} if body else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = body.encode() if body else None
        return urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=10)

    def play(self, _, pad):
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        media = pad.get_current_caps().get_structure(0).get_string("media")
        branch = Gst.parse_bin_from_description(KINDS[media][1], True)
        self.pipeline.add(branch)
        if media == "video":
            branch.get_by_name("out").connect("new-sample", self.seen)
        branch.sync_state_with_parent()
        pad.link(branch.get_static_pad("sink"))

    def seen(self, sink):
        sample = sink.emit("pull-sample")
        frame = sample.get_caps().get_structure(0)
        width, height = frame.get_value("width"), frame.get_value("height")
        stride = (width * 3 + 3) // 4 * 4
        at = height // 2 * stride + width // 2 * 3
        tell(colour=list(sample.get_buffer().extract_dup(at, 3)))
        return Gst.FlowReturn.OK

    def heard(self, _, message):
        spectrum = message.get_structure()
        if spectrum.get_name() != "spectrum":
            return
        # A list of floats that the bindings cannot read as a value.
        text = spectrum.to_string()
        levels = [float(level) for level in text.split("magnitude=(float){")[1].split("}")[0].split(",")]
        strongest = max(range(len(levels)), key=levels.__getitem__)
        tone = (strongest + 0.5) * SAMPLE_HZ / 2 / BANDS
        tell(hertz=tone if levels[strongest] > SILENT_BELOW_DB else 0)

    def connection_changed(self, webrtc, _):
        tell(state=webrtc.get_property("connection-state").value_nick)

    def failed(self, _, message):
        error, detail = message.parse_error()
        print(error.message, detail, file=sys.stderr)
        self.loop.quit()


Gst.init(None)
Player(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None).run()
