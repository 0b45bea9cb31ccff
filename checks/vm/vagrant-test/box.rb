# The box's own settings, which the project's Vagrantfile comes on top of: an emulated processor
# where there is no other.
Vagrant.configure("2") do |config|
  config.vm.boot_timeout = 900
  config.vm.provider "libvirt" do |libvirt|
    libvirt.graphics_type = "none"
    hardware = %w[kvm_intel kvm_amd].any? { |name| Dir.exist?("/sys/module/#{name}") }
    unless hardware && File.writable?("/dev/kvm")
      libvirt.driver = "qemu"
      # Of before AVX, at which qemu 7.2 is young (qemu.mjs).
      libvirt.cpu_mode = "custom"
      libvirt.cpu_model = "Westmere"
    end
  end
end
