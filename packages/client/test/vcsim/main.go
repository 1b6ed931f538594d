// Serves govmomi's simulator of a vCenter on a free port of this machine until its input ends;
// prints its address and the id of a datastore.
package main

import (
	"fmt"
	"io"
	"log"
	"net/url"
	"os"

	"github.com/vmware/govmomi/simulator"
	_ "github.com/vmware/govmomi/vapi/simulator"
)

func main() {
	model := simulator.VPX()
	if err := model.Create(); err != nil {
		log.Fatal(err)
	}
	defer model.Remove()
	model.Service.RegisterEndpoints = true
	model.Service.Listen = &url.URL{Host: "127.0.0.1:0", User: url.UserPassword("user", "pass")}
	server := model.Service.NewServer()
	defer server.Close()
	datastore := model.Map().Any("Datastore").Reference().Value
	fmt.Printf("http://%s %s\n", server.URL.Host, datastore)
	_, _ = io.Copy(io.Discard, os.Stdin)
}
